const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
const day = new Intl.DateTimeFormat(undefined, { year: 'numeric', month: 'short', day: 'numeric' })
const short = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

export const clockTime = (ms: number): string => time.format(ms)

/** A time in the reader's zone; the full instant shows on hover. */
export function Moment({ ms, as }: { ms: number; as: 'time' | 'day' | 'short' }) {
  const instant = new Date(ms).toISOString()
  return <time dateTime={instant} title={instant}>{(as === 'time' ? time : as === 'day' ? day : short).format(ms)}</time>
}
