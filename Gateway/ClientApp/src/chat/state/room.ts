import type { Member, Receipt } from '../types'
import { type Log, logAt } from './log'
import type { Opened } from './payload'

/** What the page knows of one conversation beyond its line in the list. */
export interface Room {
  log: Log
  opened: ReadonlyMap<number, Opened>
  receipts: ReadonlyMap<number, Receipt>
  members: readonly Member[]
  isLoading: boolean
}

export const EMPTY: Room = { log: logAt(0), opened: new Map(), receipts: new Map(), members: [], isLoading: true }
