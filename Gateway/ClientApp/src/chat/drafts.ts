import { setWaiting } from '../ui/connection'
import { currentSession } from '../ui/session'
import { Store } from '../ui/store'
import type { Draft } from './state/outbox'

const KEY = 'chat-outbox'

function read(): Draft[] {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '[]') as Draft[]
  } catch {
    return []
  }
}

/** What the person wrote and the server has not taken, as far as is known. It outlives a reload of the page. */
export const drafts = new Store<readonly Draft[]>([])

function publish(all: readonly Draft[]): void {
  const mine = all.filter((draft) => draft.account === currentSession()?.id)
  drafts.set(mine)
  setWaiting('chat', mine.filter((draft) => draft.refused === undefined).length)
}

export function keep(change: (all: readonly Draft[]) => readonly Draft[]): void {
  const before = read()
  const all = change(before)
  if (all === before) return
  localStorage.setItem(KEY, JSON.stringify(all))
  publish(all)
}

export const readDrafts = (): void => publish(read())

window.addEventListener('storage', (event) => {
  if (event.key === KEY) readDrafts()
})
