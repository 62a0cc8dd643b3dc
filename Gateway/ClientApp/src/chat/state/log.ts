import type { Entry } from '../types'

/**
 * What a client has of one conversation's log: the entries of one unbroken range, oldest first. Live entries that follow it are taken,
 * known ones are dropped, and one that leaves a hole tells that there is a gap, for which the server is asked.
 */
export interface Log {
  readonly entries: readonly Entry[]
  /** Everything above this and up to `to` is in `entries`. */
  readonly from: number
  /** The last sequence up to which everything is known. */
  readonly to: number
}

export const logAt = (head: number): Log => ({ entries: [], from: head, to: head })

/** How much of a log is kept while nobody scrolls back. */
export const KEPT_MAX = 5_000

/** Takes entries that came live or as a page forward, in order; what follows a hole is left out. */
export function append(log: Log, entries: readonly Entry[]): { log: Log; isGap: boolean } {
  const fresh: Entry[] = []
  let to = log.to
  let isGap = false
  for (const entry of entries) {
    if (entry.sequence <= to) continue
    if (entry.sequence !== to + 1) {
      isGap = true
      break
    }
    fresh.push(entry)
    to = entry.sequence
  }
  return { log: fresh.length === 0 ? log : { entries: [...log.entries, ...fresh], from: log.from, to }, isGap }
}

/** Takes a page of what was before, newest first as the server gives it; `first` is the first sequence that one may see. */
export function prepend(log: Log, page: readonly Entry[], first: number): Log {
  const older: Entry[] = []
  let from = log.from
  for (const entry of page) {
    if (entry.sequence > from) continue
    if (entry.sequence !== from) break
    older.push(entry)
    from = entry.sequence - 1
  }
  const isBeginning = page.length === 0 || from < first
  return { entries: [...older.reverse(), ...log.entries], from: isBeginning ? Math.min(from, first - 1) : from, to: log.to }
}

/** Whether there is nothing older that one may see. */
export const isWhole = (log: Log, first: number): boolean => log.from < first
