import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type DragEvent, type KeyboardEvent, memo, type MouseEvent, type ReactNode, type RefObject, useEffect, useMemo, useRef } from 'react'
import type { Column } from '../ui/DataTable'
import classes from './Grid.module.css'

const ROW_PX = 36
const ROW_PX_NARROW = 58
/** So many rows before the end of what is there, more is asked for. */
const AHEAD = 60

export interface Choice<T> {
  ids: ReadonlySet<string>
  onOnly: (row: T) => void
  onToggle: (row: T) => void
  onRange: (index: number) => void
  onAll: () => void
  onNone: () => void
}

/** What rows do when something is dragged. */
export interface Dragging<T> {
  isDraggable: (row: T) => boolean
  /** Whether a drop would land on it now. */
  isUnder: (row: T) => boolean
  onStart: (event: DragEvent, row: T) => void
  onEnd: () => void
  onOver: (event: DragEvent, row: T) => void
  onLeave: (event: DragEvent, row: T) => void
  onDrop: (event: DragEvent, row: T) => void
}

interface Given<T> {
  label: string
  columns: readonly Column<T>[]
  rows: readonly T[]
  idOf: (row: T) => string
  nameOf: (row: T) => string
  isNarrow: boolean
  cursor: string | null
  onCursor: (id: string) => void
  choice?: Choice<T>
  dragging?: Dragging<T>
  box: RefObject<HTMLDivElement | null>
  /** The row that is shown elsewhere on the page. */
  isCurrent?: (row: T) => boolean
  onOpen: (row: T) => void
  onMenu?: (row: T, x: number, y: number) => void
  /** The end comes into sight. */
  onEnd?: () => void
  /** After the last row. */
  foot?: ReactNode
}

/**
 * Rows of any number to walk through by keys and to choose from: only those in sight exist. It has the focus as a whole; the row that the
 * keys are at is told by `aria-activedescendant`.
 */
export function Grid<T>(given: Given<T>) {
  const { label, columns, rows, idOf, isNarrow, cursor, onCursor, choice, dragging, box, isCurrent, onOpen, onMenu, onEnd, foot } = given
  // Rows stay as they are while one scrolls: what they call is looked up when it is called.
  const latest = useRef(given)
  useEffect(() => { latest.current = given })
  const places = useMemo(() => new Map(rows.map((row, index) => [idOf(row), index])), [rows, idOf])
  const at = cursor === null ? -1 : (places.get(cursor) ?? -1)
  const rowPx = isNarrow ? ROW_PX_NARROW : ROW_PX
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => idOf(rows[index] as T),
    overscan: 12,
  })
  useEffect(() => virtual.measure(), [virtual, rowPx])
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? -1
  useEffect(() => {
    if (last >= rows.length - AHEAD) onEnd?.()
  }, [last, rows.length, onEnd])

  const moveTo = (index: number, extend: boolean) => {
    const next = Math.max(0, Math.min(rows.length - 1, index))
    const row = rows[next]
    if (row === undefined) return
    onCursor(idOf(row))
    if (extend) choice?.onRange(next)
    virtual.scrollToIndex(next, { align: 'auto' })
  }
  const press = (event: KeyboardEvent) => {
    if (event.target !== box.current || event.altKey) return
    const control = event.ctrlKey || event.metaKey
    const row = rows[at]
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 400) / rowPx) - 2)
    switch (event.key) {
      case 'ArrowDown': moveTo(at + 1, event.shiftKey); break
      case 'ArrowUp': moveTo(Math.max(0, at - 1), event.shiftKey); break
      case 'PageDown': moveTo(at + page, event.shiftKey); break
      case 'PageUp': moveTo(at - page, event.shiftKey); break
      case 'Home': moveTo(0, event.shiftKey); break
      case 'End': moveTo(rows.length - 1, event.shiftKey); break
      case 'Enter': if (row === undefined || control) return; onOpen(row); break
      case ' ': if (row === undefined || choice === undefined) return; choice.onToggle(row); break
      case 'a': if (!control || choice === undefined) return; choice.onAll(); break
      case 'ContextMenu': if (row === undefined || !openMenu(row, at)) return; break
      default: return
    }
    event.preventDefault()
  }
  const openMenu = (row: T, index: number): boolean => {
    const shown = document.getElementById(rowId(label, index))?.getBoundingClientRect()
    if (shown === undefined || onMenu === undefined) return false
    onMenu(row, shown.left + 48, shown.bottom)
    return true
  }
  const tracks = {
    '--tracks': [...(choice === undefined ? [] : ['20px']), ...columns.map(({ width }) => width)].join(' '),
    '--tracks-narrow': [...(choice === undefined ? [] : ['24px']), ...columns.filter(({ wideOnly }) => !wideOnly).map(({ width }) => width)].join(' '),
    '--row': `${rowPx}px`,
  } as CSSProperties
  const all = choice !== undefined && rows.length > 0 && choice.ids.size >= rows.length
  const isShown = at >= 0 && items.some(({ index }) => index === at)
  return (
    <div ref={box} className={classes.box} data-narrow={isNarrow} tabIndex={0} role="grid" aria-label={label} aria-rowcount={rows.length + 1} aria-multiselectable={choice !== undefined}
      {...(isShown ? { 'aria-activedescendant': rowId(label, at) } : {})} onKeyDown={press}
      onFocus={(event) => { if (event.target === box.current && at < 0 && rows[0] !== undefined) onCursor(idOf(rows[0])) }}>
      <div style={tracks} className={classes.table} role="presentation">
        <div role="row" className={`${classes.row} ${classes.head}`} aria-rowindex={1}>
          {choice !== undefined && (
            <div role="columnheader" className={classes.check}>
              <input type="checkbox" className={classes.tick} tabIndex={-1} checked={all} aria-label="Choose all rows that are loaded"
                ref={(input) => { if (input !== null) input.indeterminate = !all && choice.ids.size > 0 }}
                onChange={() => (choice.ids.size > 0 ? choice.onNone() : choice.onAll())} />
            </div>
          )}
          {columns.map((column) => <div key={column.name} role="columnheader" className={cellClass(column)}>{column.name}</div>)}
        </div>
        <div role="rowgroup" className={classes.rows} style={{ height: virtual.getTotalSize() }}>
          {items.map(({ key, index, start }) => {
            const row = rows[index] as T
            return (
              <GridRow key={key} id={rowId(label, index)} row={row} index={index} start={start} columns={columns} latest={latest} isNarrow={isNarrow} isAt={index === at} isCurrent={isCurrent?.(row) ?? false}
                isUnder={dragging?.isUnder(row) ?? false} isChosen={choice === undefined ? null : choice.ids.has(idOf(row))} />
            )
          })}
        </div>
      </div>
      {foot}
    </div>
  )
}

interface RowGiven<T> {
  id: string
  row: T
  index: number
  start: number
  columns: readonly Column<T>[]
  latest: RefObject<Given<T>>
  isNarrow: boolean
  isAt: boolean
  isCurrent: boolean
  isUnder: boolean
  /** Null where rows cannot be chosen. */
  isChosen: boolean | null
}

const cellClass = <T,>({ align, wideOnly }: Column<T>): string =>
  [classes.cell, align === 'right' ? classes.right : '', wideOnly ? classes.wideOnly : ''].join(' ')

function PlainRow<T>({ id, row, index, start, columns, latest, isNarrow, isAt, isCurrent, isUnder, isChosen }: RowGiven<T>) {
  const { idOf, nameOf, dragging } = latest.current
  const click = (event: MouseEvent) => {
    if ((event.target as HTMLElement).closest('a, button, input, label') !== null) return
    const { choice, onCursor, onOpen } = latest.current
    onCursor(idOf(row))
    if (isNarrow || choice === undefined) onOpen(row)
    else if (event.shiftKey) choice.onRange(index)
    else if (event.ctrlKey || event.metaKey) choice.onToggle(row)
    else choice.onOnly(row)
  }
  const tick = (event: MouseEvent) => {
    const { choice, onCursor } = latest.current
    onCursor(idOf(row))
    if (event.shiftKey) choice?.onRange(index)
    else choice?.onToggle(row)
    // The keys are at the list again, and not at a box of it.
    latest.current.box.current?.focus()
  }
  const openMenu = (event: MouseEvent) => {
    const { onCursor, onMenu } = latest.current
    if (onMenu === undefined) return
    event.preventDefault()
    onCursor(idOf(row))
    onMenu(row, event.clientX, event.clientY)
  }
  return (
    <div id={id} role="row" aria-rowindex={index + 2} aria-selected={isChosen ?? false} className={`${classes.row} ${classes.placed}`}
      style={{ transform: `translateY(${start}px)` }} data-cursor={isAt} data-current={isCurrent} data-drop={isUnder} onClick={click}
      onDoubleClick={() => { if (!isNarrow && isChosen !== null) latest.current.onOpen(row) }} onContextMenu={openMenu}
      draggable={dragging?.isDraggable(row) ?? false} onDragStart={(event) => latest.current.dragging?.onStart(event, row)} onDragEnd={() => latest.current.dragging?.onEnd()}
      onDragOver={(event) => latest.current.dragging?.onOver(event, row)} onDragLeave={(event) => latest.current.dragging?.onLeave(event, row)}
      onDrop={(event) => latest.current.dragging?.onDrop(event, row)}>
      {isChosen !== null && (
        <div role="gridcell" className={classes.check}>
          <input type="checkbox" className={classes.tick} tabIndex={-1} checked={isChosen} aria-label={`Choose ${nameOf(row)}`} onChange={() => undefined} onClick={tick} />
        </div>
      )}
      {columns.map((column) => <div key={column.name} role="gridcell" className={cellClass(column)}>{column.cell(row)}</div>)}
    </div>
  )
}

const GridRow = memo(PlainRow) as typeof PlainRow

const rowId = (label: string, index: number): string => `${label.replaceAll(/\W+/g, '-')}-row-${index}`
