import { IconCheck, IconChecks, IconClock } from '@tabler/icons-react'
import classes from './Ticks.module.css'
import type { Tick } from './state/ticks'

const WORDS: Record<Tick, string> = { waiting: 'Waiting to be sent', sent: 'Sent', delivered: 'Delivered', read: 'Read' }

/** How far an own message got. */
export function Ticks({ tick }: { tick: Tick }) {
  const Icon = tick === 'waiting' ? IconClock : tick === 'sent' ? IconCheck : IconChecks
  return <span className={classes.ticks} data-tick={tick} role="img" aria-label={WORDS[tick]} title={WORDS[tick]}><Icon size={16} stroke={2} aria-hidden /></span>
}
