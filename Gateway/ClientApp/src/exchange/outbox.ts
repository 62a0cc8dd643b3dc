import { currentConnection, onConnectionChange, setWaiting } from '../ui/connection'
import { Refusal, Unanswered } from '../ui/http'
import { newId } from '../ui/ids'
import { currentSession, onSessionChange } from '../ui/session'
import { Store } from '../ui/store'
import { type Order, type OrderRequest, placeOrder } from './api'

/** An order on its way. Its id is made once and is the client order id of every attempt: the book answers a repeat as it did the first. */
export interface Intent {
  id: string
  account: string
  request: OrderRequest
  since: number
}

const KEY = 'exchange-outbox'
const RETRY_MS = 1_500

function read(): Intent[] {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '[]') as Intent[]
  } catch {
    return []
  }
}

/** Orders that were sent and not answered. They outlive a reload of the page. */
export const unanswered = new Store<readonly Intent[]>([])

const sending = new Set<string>()
const settled = new Set<(intent: Intent, outcome: Order | Refusal) => void>()

/** Hears how an order that had stayed unanswered ended after all. */
export function onSettled(listener: (intent: Intent, outcome: Order | Refusal) => void): () => void {
  settled.add(listener)
  return () => settled.delete(listener)
}

const mine = (intents: Intent[]) => intents.filter((intent) => intent.account === currentSession()?.id)

function keep(change: (intents: Intent[]) => Intent[]): void {
  const intents = change(read())
  localStorage.setItem(KEY, JSON.stringify(intents))
  publish(intents)
}

function publish(intents: Intent[]): void {
  const waiting = mine(intents).filter((intent) => !sending.has(intent.id))
  unanswered.set(waiting)
  setWaiting('exchange', waiting.length)
}

const forget = (id: string) => keep((intents) => intents.filter((intent) => intent.id !== id))

/**
 * Places an order. The intent is written down before it is sent and struck out when it is answered.
 * @throws Refusal when the exchange said no; Unanswered when it said nothing: then it is asked again with the same id until it answers.
 */
export async function submit(request: OrderRequest): Promise<Order> {
  const intent: Intent = { id: `web-${newId()}`, account: currentSession()?.id ?? '', request, since: Date.now() }
  sending.add(intent.id)
  keep((intents) => [...intents, intent])
  try {
    const order = await placeOrder(request, intent.id)
    forget(intent.id)
    return order
  } catch (fault) {
    if (!(fault instanceof Unanswered)) forget(intent.id)
    throw fault
  } finally {
    sending.delete(intent.id)
    publish(read())
  }
}

/** Stops asking. The order may stand in the book nevertheless. */
export const giveUp = (intent: Intent): void => forget(intent.id)

/** Such a refusal says nothing about an earlier attempt: whether that one was done is still open. */
const tellsNothing = (fault: Refusal): boolean => fault.status === 401 || fault.status === 429

async function askAgain(): Promise<void> {
  if (currentConnection() !== 'live') return
  for (const intent of mine(read())) {
    if (sending.has(intent.id)) continue
    sending.add(intent.id)
    try {
      const outcome = await placeOrder(intent.request, intent.id).catch((fault: unknown) => {
        if (fault instanceof Refusal && !tellsNothing(fault)) return fault
        throw fault
      })
      forget(intent.id)
      for (const listener of settled) listener(intent, outcome)
    } catch {
      // Still no answer: the next round asks again.
    } finally {
      sending.delete(intent.id)
      publish(read())
    }
  }
}

setInterval(() => {
  if (unanswered.value.length > 0) void askAgain()
}, RETRY_MS)
onConnectionChange(() => void askAgain())
onSessionChange(() => publish(read()))
window.addEventListener('storage', (event) => {
  if (event.key === KEY) publish(read())
})
publish(read())
