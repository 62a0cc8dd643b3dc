import { findGateway, hasOthers } from './gateways'
import { Store, useStore } from './store'

/** live: the server answers and every stream runs. reconnecting: one of them does not. offline: this device has no network. */
export type ConnectionState = 'live' | 'reconnecting' | 'offline'

const PROBE_MS_MIN = 500
const PROBE_MS_MAX = 5_000

/** An interruption that is over sooner is not worth a word. */
export const SHOWN_AFTER_MS = 800

const state = new Store<ConnectionState>('live')
const shown = new Store<ConnectionState>('live')
const waiting = new Store(0)
const brokenStreams = new Set<string>()
let reachable = true
let probing = false
let showing: ReturnType<typeof setTimeout> | undefined

/** The state as a person is told: without interruptions that are too short to be seen. */
export const useConnection = (): ConnectionState => useStore(shown)
export const currentConnection = (): ConnectionState => state.value
export const onConnectionChange = state.subscribe

const waitingOf = new Map<string, number>()

/** How many commands have no answer yet and will be sent again, of all systems. */
export const useWaiting = (): number => useStore(waiting)
export function setWaiting(system: string, count: number): void {
  waitingOf.set(system, count)
  waiting.set([...waitingOf.values()].reduce((sum, one) => sum + one, 0))
}

/** A stream tells how it is; the person is told as long as one of them is broken. */
export function reportStream(name: string, works: boolean): void {
  if (works) brokenStreams.delete(name)
  else brokenStreams.add(name)
  settle()
}

/** A request got no answer, or a stream broke off: asks the gateways until one is there. */
export function reportUnreachable(): void {
  reachable = false
  settle()
  if (!probing) {
    probing = true
    probe(hasOthers() ? 0 : PROBE_MS_MIN)
  }
}

/** A request got an answer, whichever. */
export function reportReachable(): void {
  reachable = true
  settle()
}

function settle(): void {
  state.set(!navigator.onLine ? 'offline' : reachable && brokenStreams.size === 0 ? 'live' : 'reconnecting')
  if (state.value !== 'reconnecting') {
    clearTimeout(showing)
    showing = undefined
    shown.set(state.value)
  } else {
    showing ??= setTimeout(() => shown.set(state.value), SHOWN_AFTER_MS)
  }
}

function probe(delayMs: number): void {
  setTimeout(async () => {
    if (!reachable) reachable = await findGateway()
    settle()
    if (reachable) probing = false
    else probe(Math.min(Math.max(delayMs * 2, PROBE_MS_MIN), PROBE_MS_MAX))
  }, delayMs)
}

window.addEventListener('online', settle)
window.addEventListener('offline', settle)
settle()
