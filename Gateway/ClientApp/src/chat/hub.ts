import { type HubConnection, HubConnectionBuilder, HubConnectionState, HttpTransportType, LogLevel } from '@microsoft/signalr'
import { reportStream, reportUnreachable } from '../ui/connection'
import { Refusal, Unanswered } from '../ui/faults'
import { addressOf, findGateway, gateway, onGatewayChange } from '../ui/gateways'
import { currentSession } from '../ui/session'
import type { Entry, PresenceView, Receipt } from './types'

/** What the hub says; IChatClient describes each. */
export interface Pushes {
  Entries: { conversation: string; entries: Entry[] }
  Watermarks: { conversation: string; account: string; delivered: number; read: number }
  Receipts: { conversation: string; counts: Receipt[] }
  Typing: { conversation: string; account: string }
  Presence: PresenceView
  Conversation: string
  Keys: number
  Resync: undefined
  Closed: undefined
}

const NAMES: readonly (keyof Pushes)[] = ['Entries', 'Watermarks', 'Receipts', 'Typing', 'Presence', 'Conversation', 'Keys', 'Resync', 'Closed']
const RETRY_MS = [0, 250, 500, 1_000, 2_000, 4_000, 5_000]
const REFUSED = 'HubException: '
/** Codes that say nothing of whether it was done: the same is sent again. */
const UNKNOWN: ReadonlySet<string> = new Set(['storage-unavailable', 'cluster-unavailable', 'unexpected', 'shutting-down'])

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const retryMs = (attempt: number): number => (RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)] ?? 0) * (0.8 + Math.random() * 0.4)

/** What a hub's fault means: a refusal says `code: sentence`, everything else is no answer. */
export function faultOf(fault: unknown): Refusal | Unanswered {
  const words = fault instanceof Error ? fault.message : ''
  const at = words.indexOf(REFUSED)
  const [code = '', ...sentence] = at < 0 ? [] : words.slice(at + REFUSED.length).split(': ')
  return sentence.length > 0 && !UNKNOWN.has(code)
    ? new Refusal(code, 0, sentence.join(': '))
    : new Unanswered('The server does not answer.')
}

/** One connection to /hubs/chat, made anew for as long as somebody is signed in, at whichever gateway serves the page. */
export class Hub {
  readonly #hear: <Name extends keyof Pushes>(name: Name, push: Pushes[Name]) => void
  /** Says hello and takes what was missed; the connection serves once it is done. */
  readonly #greet: () => Promise<void>
  #connection: HubConnection | null = null
  #at = ''
  #connecting = 0
  #isStopped = true

  constructor(hear: <Name extends keyof Pushes>(name: Name, push: Pushes[Name]) => void, greet: () => Promise<void>) {
    this.#hear = hear
    this.#greet = greet
    onGatewayChange(() => {
      if (this.isConnected && this.#at !== gateway()) void this.#connect()
    })
    // A device that is back does not wait for its turn.
    window.addEventListener('online', () => {
      if (!this.#isStopped && !this.isConnected) void this.#connect()
    })
    window.addEventListener('offline', () => void this.#connection?.stop())
  }

  get isConnected(): boolean { return this.#connection?.state === HubConnectionState.Connected }

  start(): void {
    this.#isStopped = false
    void this.#connect()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#connecting++
    const connection = this.#connection
    this.#connection = null
    reportStream('chat', true)
    await connection?.stop()
  }

  /** @throws Refusal when the server said no; Unanswered when it said nothing. */
  async call<T>(method: string, ...parts: unknown[]): Promise<T> {
    if (!this.isConnected) throw new Unanswered('The server does not answer.')
    return this.#connection!.invoke<T>(method, ...parts).catch((fault: unknown) => { throw faultOf(fault) })
  }

  async #connect(): Promise<void> {
    const ticket = ++this.#connecting
    for (let attempt = 0; ticket === this.#connecting; attempt++) {
      await wait(retryMs(attempt))
      // Without a network there is nothing to try; the event of its return connects.
      if (!navigator.onLine) return reportStream('chat', false)
      if (attempt > 0) await findGateway()
      if (ticket !== this.#connecting) return
      const at = gateway()
      const connection = this.#build(at)
      try {
        await connection.start()
        if (ticket !== this.#connecting) return void connection.stop()
        const former = this.#connection
        this.#connection = connection
        this.#at = at
        void former?.stop()
        await this.#greet()
        reportStream('chat', true)
        return
      } catch (fault) {
        // Said once, in the rail; asked again until a gateway is there.
        if (ticket !== this.#connecting) return
        reportStream('chat', false)
        if (this.#connection === connection) this.#connection = null
        void connection.stop()
        if (fault instanceof Refusal) return
      }
    }
  }

  /** WebSockets at once: with a negotiation before, both would have to reach the same gateway behind a load balancer. */
  #build(at: string): HubConnection {
    const connection = new HubConnectionBuilder()
      .withUrl(addressOf('/hubs/chat', at), {
        accessTokenFactory: () => currentSession()?.token ?? '', transport: HttpTransportType.WebSockets, skipNegotiation: true,
      })
      .configureLogging(LogLevel.None)
      .build()
    for (const name of NAMES) {
      connection.on(name, (push: never) => {
        if (this.#connection === connection) this.#hear(name, push)
      })
    }
    connection.onclose(() => {
      if (this.#connection !== connection || this.#isStopped) return
      this.#connection = null
      reportStream('chat', false)
      if (navigator.onLine) reportUnreachable()
      void this.#connect()
    })
    return connection
  }
}
