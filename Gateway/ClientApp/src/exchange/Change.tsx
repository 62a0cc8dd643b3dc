import { decimal, fixed } from '../ui/decimal'
import classes from './Change.module.css'

/** A change in percent, with its sign, so that the colour is not the only one to tell. */
export function Change({ percent }: { percent: string | undefined }) {
  if (percent === undefined) return <span className={classes.flat}>–</span>
  const units = decimal(percent)
  const direction = units > 0n ? 'up' : units < 0n ? 'down' : 'flat'
  return <span className={classes[direction]}>{units > 0n ? '+' : ''}{fixed(units, 2)}%</span>
}
