import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type ReactNode, useRef } from 'react'
import classes from './DataTable.module.css'

const ROW_PX = 34

export interface Column<T> {
  name: string
  /** A CSS grid track, such as "1fr" or "90px". */
  width: string
  align?: 'right'
  /** Left out where the table is narrow. */
  wideOnly?: boolean
  cell: (row: T) => ReactNode
}

/** A table of any length: only the rows in sight exist. */
export function DataTable<T>({ label, columns, rows, keyOf }: {
  label: string
  columns: readonly Column<T>[]
  rows: readonly T[]
  keyOf: (row: T) => string | number
}) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => keyOf(rows[index] as T),
    overscan: 12,
  })
  const tracks = {
    '--tracks': columns.map((column) => column.width).join(' '),
    '--tracks-narrow': columns.filter((column) => !column.wideOnly).map((column) => column.width).join(' '),
  } as CSSProperties
  const cellClass = (column: Column<T>) =>
    [classes.cell, column.align === 'right' ? classes.right : '', column.wideOnly ? classes.wideOnly : ''].join(' ')
  return (
    <div ref={scroller} className={classes.scroller} tabIndex={0} role="region" aria-label={label}>
      <div role="table" aria-label={label} aria-rowcount={rows.length + 1} style={tracks} className={classes.table}>
        <div role="row" className={`${classes.row} ${classes.head}`} aria-rowindex={1}>
          {columns.map((column) => <div key={column.name} role="columnheader" className={cellClass(column)}>{column.name}</div>)}
        </div>
        <div role="rowgroup" className={classes.rows} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index] as T
            return (
              <div key={item.key} role="row" aria-rowindex={item.index + 2} className={`${classes.row} ${classes.placed}`}
                style={{ transform: `translateY(${item.start}px)` }}>
                {columns.map((column) => <div key={column.name} role="cell" className={cellClass(column)}>{column.cell(row)}</div>)}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}
