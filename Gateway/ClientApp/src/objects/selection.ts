import type { Row } from './shapes'

/** What tells one row of a listing from all others. */
export const idOf = (row: Row): string => (row.kind === 'version' ? `${row.key} ${row.versionId}` : row.key)

/** Which rows are chosen, and from which one a range is counted. */
export interface Selection {
  ids: ReadonlySet<string>
  anchor: string | null
}

export const nothing: Selection = { ids: new Set(), anchor: null }

export const only = (row: Row): Selection => ({ ids: new Set([idOf(row)]), anchor: idOf(row) })

export function toggled(selection: Selection, row: Row): Selection {
  const ids = new Set(selection.ids)
  if (!ids.delete(idOf(row))) ids.add(idOf(row))
  return { ids, anchor: idOf(row) }
}

/** Everything between the anchor and a row, both included. */
export function rangeTo(selection: Selection, rows: readonly Row[], index: number): Selection {
  const start = Math.max(0, rows.findIndex((row) => idOf(row) === selection.anchor))
  const [from, to] = start <= index ? [start, index] : [index, start]
  return { ids: new Set(rows.slice(from, to + 1).map(idOf)), anchor: selection.anchor ?? idOf(rows[start] as Row) }
}

export const every = (rows: readonly Row[]): Selection => ({ ids: new Set(rows.map(idOf)), anchor: null })

/** The chosen rows that are still there. */
export const chosen = (selection: Selection, rows: readonly Row[]): Row[] =>
  selection.ids.size === 0 ? [] : rows.filter((row) => selection.ids.has(idOf(row)))
