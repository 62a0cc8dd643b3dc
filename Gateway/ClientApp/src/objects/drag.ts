import type { Change } from './jobs/move'
import { carriesFiles } from './upload/files'
import { isFolder, nameOf } from './keys'
import type { Row } from './shapes'

const ROWS = 'application/x-objects-rows'

/** What is being dragged from the page's own list. A drop may read only what it was given; while it hovers, not even that. */
let held: { bucket: string; keys: readonly string[] } | null = null

/** Takes rows up. Versions cannot be moved: only the newest of an object has a name. */
export function takeUp(data: DataTransfer, bucket: string, rows: readonly Row[]): void {
  held = { bucket, keys: rows.filter(({ kind }) => kind !== 'version').map(({ key }) => key) }
  data.setData(ROWS, String(held.keys.length))
  data.effectAllowed = 'move'
}

export const letGo = (): void => { held = null }

/** What a drop on a folder would do: put files there, move rows there, or nothing. */
export function meaningOf(data: DataTransfer | null, bucket: string, folder: string): 'files' | 'rows' | null {
  if (carriesFiles(data)) return 'files'
  return data?.types.includes(ROWS) && changesTo(bucket, folder).length > 0 ? 'rows' : null
}

/** Where the rows that are held would go in that folder: those that are there already, or would go into themselves, stay. */
export function changesTo(bucket: string, folder: string): Change[] {
  if (held?.bucket !== bucket) return []
  return held.keys.map((from) => ({ from, to: targetOf(from, folder) })).filter(({ from, to }) => from !== to && !(isFolder(from) && to.startsWith(from)))
}

/** What something is called when it stands in that folder. */
export const targetOf = (key: string, folder: string): string => folder + nameOf(key) + (isFolder(key) ? '/' : '')
