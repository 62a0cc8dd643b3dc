import { Menu } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './menu.module.css'

/** Where a menu is to open, and for what. */
export interface MenuAt<T> {
  row: T
  x: number
  y: number
}

export interface MenuEntry {
  label: string
  icon: ReactNode
  run: () => void
  /** The key that does the same. */
  keys?: string
  isGrave?: boolean
}

/** One menu for all rows: at the pointer, or at the row's button. */
export function RowMenu<T>({ at, entriesOf, onClose }: { at: MenuAt<T> | null; entriesOf: (row: T) => readonly (MenuEntry | 'line')[]; onClose: () => void }) {
  return (
    <Menu opened={at !== null} onClose={onClose} position="bottom-start" offset={2} withinPortal shadow="md" trapFocus returnFocus={false} withInitialFocusPlaceholder={false} width={230}>
      <Menu.Target>
        <button type="button" tabIndex={-1} className={classes.anchor} style={{ left: at?.x ?? 0, top: at?.y ?? 0 }} aria-label="Actions of the row" />
      </Menu.Target>
      <Menu.Dropdown>
        {at !== null && entriesOf(at.row).map((entry, index) => (entry === 'line' ? <Menu.Divider key={index} /> : (
          <Menu.Item key={entry.label} leftSection={entry.icon} onClick={entry.run} {...(entry.isGrave ? { color: 'var(--sell)' } : {})}
            rightSection={entry.keys === undefined ? null : <span className={classes.keys}>{entry.keys}</span>}>
            {entry.label}
          </Menu.Item>
        )))}
      </Menu.Dropdown>
    </Menu>
  )
}
