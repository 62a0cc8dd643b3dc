import { useEffect, useRef } from 'react'
import { Store, useStore } from './store'

/** Something a person can do on the page shown: it stands in the palette, and under `?` when it has a key. */
export interface Action {
  id: string
  group: string
  label: string
  /** One key as `KeyboardEvent.key` tells it ("b", "?", "Escape"), or a sequence ("g e"). */
  keys?: string
  /** False leaves it out of the palette: a key alone, such as Escape. */
  listed?: boolean
  /** True for a key that a part of the page handles by itself while it has the focus: it stands under `?` and nowhere else. */
  isLocal?: boolean
  run: () => void
}

const NAMES: Record<string, string> = { Escape: 'Esc', ' ': 'Space', ArrowUp: '↑', ArrowDown: '↓' }

/** A key or a sequence of keys as it is written on a keyboard. */
export const keyWords = (keys: string): string =>
  (keys === ' ' ? [keys] : keys.split(' ')).map((key) => NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key)).join(' ')

const owners = new Map<object, readonly Action[]>()
const all = new Store<readonly Action[]>([])

function publish(): void {
  all.set([...owners.values()].flat())
}

export const useAllActions = (): readonly Action[] => useStore(all)
export const currentActions = (): readonly Action[] => all.value.filter((action) => !action.isLocal)

/** Offers actions as long as the component is there. What they do is always the newest given; their names may not change. */
export function useActions(actions: readonly Action[]): void {
  const newest = useRef(actions)
  useEffect(() => {
    newest.current = actions
  })
  const shape = actions.map((action) => `${action.id}\t${action.group}\t${action.label}\t${action.keys ?? ''}`).join('\n')
  useEffect(() => {
    const owner = {}
    owners.set(
      owner,
      newest.current.map((action) => ({
        ...action,
        run: () => newest.current.find((candidate) => candidate.id === action.id)?.run(),
      })),
    )
    publish()
    return () => {
      owners.delete(owner)
      publish()
    }
  }, [shape])
}
