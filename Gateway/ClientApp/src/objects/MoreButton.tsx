import { IconDotsVertical } from '@tabler/icons-react'
import classes from './Grid.module.css'

/** Opens the menu of a row. Plain, because every row in sight has one. */
export function MoreButton({ name, onOpen }: { name: string; onOpen: (x: number, y: number) => void }) {
  return (
    <button type="button" className={classes.more} tabIndex={-1} aria-label={`Actions of ${name}`}
      onClick={(event) => { const at = event.currentTarget.getBoundingClientRect(); onOpen(at.left, at.bottom) }}>
      <IconDotsVertical size={16} />
    </button>
  )
}
