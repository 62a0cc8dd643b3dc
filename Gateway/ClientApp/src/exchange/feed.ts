import { type HubConnection, HubConnectionBuilder, HubConnectionState, LogLevel } from '@microsoft/signalr'
import { reportStream } from '../ui/connection'
import { currentSession, onSessionChange } from '../ui/session'
import { Store } from '../ui/store'
import { applyDepth, type Book, bookOf, type DepthUpdate, type WireLevel } from './book'

/** A trade as everybody sees it. */
export interface Trade {
  id: number
  price: string
  qty: string
  time: number
  isBuyerMaker: boolean
}

interface Snapshot {
  symbol: string
  sequence: number
  bids: WireLevel[]
  asks: WireLevel[]
  trades: Trade[]
}

/** What the stream knows of the market watched, as of one frame. The book changes in place: `frame` tells that it did. */
export interface MarketView {
  symbol: string
  book: Book
  /** Newest first. */
  trades: readonly Trade[]
  frame: number
  /** When the stream broke off and the view grew old; null while it is up to date. */
  staleSince: number | null
}

const TRADES_MAX = 100
const PENDING_MAX = 5_000
const RETRY_MS = [0, 250, 500, 1_000, 2_000, 4_000, 5_000]
const OWN_ORDERS_MS = 80

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const retryMs = (attempt: number): number => (RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)] ?? 0) * (0.8 + Math.random() * 0.4)

/**
 * The live stream of the exchange: one connection, one market at a time. It reconnects for as long as somebody is signed in, asks for
 * the book anew after every interruption and every gap, and tells the page at most once a frame.
 */
class Feed {
  readonly view = new Store<MarketView | null>(null)
  #connection: HubConnection | null = null
  #symbol: string | null = null
  #live = false
  #trades: Trade[] = []
  #fresh: Trade[] = []
  /** What came between the question for the whole market and its answer. */
  #pending: (() => void)[] = []
  #book: Book | null = null
  #staleSince: number | null = null
  #framed = false
  #watching = 0
  #tradeListeners = new Set<(trades: readonly Trade[]) => void>()
  #orderListeners = new Set<() => void>()
  #orderTimer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    onSessionChange(() => {
      if (currentSession() === null) void this.#stop()
    })
  }

  /** Shows this market from now on. */
  watch(symbol: string): void {
    if (symbol === this.#symbol && this.#connection !== null) return
    this.#leave()
    this.#symbol = symbol
    this.#live = false
    this.#book = null
    this.#trades = []
    this.#fresh = []
    this.#pending = []
    this.view.set(null)
    if (this.#connection === null) this.#open()
    else if (this.#connection.state === HubConnectionState.Connected) void this.#ask()
  }

  /** Updates of the market shown so far are of no more use. Should the server miss this, they are dropped as they come. */
  #leave(): void {
    if (this.#symbol === null || this.#connection?.state !== HubConnectionState.Connected) return
    this.#connection.send('Unwatch', this.#symbol).catch(() => undefined)
  }

  /** Hears every trade of the market watched, in batches of one frame, oldest first. */
  onTrades(listener: (trades: readonly Trade[]) => void): () => void {
    this.#tradeListeners.add(listener)
    return () => this.#tradeListeners.delete(listener)
  }

  /** Hears that own orders changed. */
  onOwnOrders(listener: () => void): () => void {
    this.#orderListeners.add(listener)
    return () => this.#orderListeners.delete(listener)
  }

  #open(): void {
    const connection = new HubConnectionBuilder()
      .withUrl('/hubs/exchange', { accessTokenFactory: () => currentSession()?.token ?? '' })
      .withAutomaticReconnect({ nextRetryDelayInMilliseconds: ({ previousRetryCount }) => retryMs(previousRetryCount) })
      .configureLogging(LogLevel.None)
      .build()
    this.#connection = connection
    connection.on('Depth', (update: DepthUpdate) => this.#takeDepth(update))
    connection.on('Trades', (update: { symbol: string; trades: Trade[] }) => this.#takeTrades(update.symbol, update.trades))
    connection.on('Orders', () => this.#tellOwnOrders())
    connection.on('Resync', (symbol: string) => this.#missed(symbol))
    connection.onreconnecting(() => this.#broke())
    connection.onreconnected(() => this.#ask())
    connection.onclose(() => {
      if (this.#connection !== connection) return
      this.#broke()
      void this.#start(connection)
    })
    void this.#start(connection)
  }

  async #start(connection: HubConnection): Promise<void> {
    for (let attempt = 0; this.#connection === connection; attempt++) {
      await wait(retryMs(attempt))
      try {
        await connection.start()
        await this.#ask()
        return
      } catch {
        // Said once, in the rail; asked again until the server is there.
        this.#broke()
      }
    }
  }

  /** Asks for the whole market. Until the answer is there, updates of the old book are of no use. */
  async #ask(): Promise<void> {
    const connection = this.#connection
    const ticket = ++this.#watching
    for (let attempt = 0; connection !== null && connection === this.#connection && ticket === this.#watching; attempt++) {
      await wait(retryMs(attempt))
      if (connection.state !== HubConnectionState.Connected) return
      try {
        const snapshot = await connection.invoke<Snapshot>('Watch', this.#symbol)
        if (ticket === this.#watching && snapshot.symbol === this.#symbol) this.#takeSnapshot(snapshot)
        return
      } catch {
        this.#broke()
      }
    }
  }

  #takeSnapshot(snapshot: Snapshot): void {
    const again = this.#staleSince !== null
    const pending = this.#pending
    this.#pending = []
    this.#book = bookOf(snapshot.sequence, snapshot.bids, snapshot.asks)
    this.#trades = snapshot.trades.toSorted((a, b) => b.id - a.id).slice(0, TRADES_MAX)
    this.#fresh = []
    this.#staleSince = null
    this.#live = true
    reportStream('exchange', true)
    for (const take of pending) take()
    if (again) this.#tellOwnOrders()
    this.#frame()
  }

  /** Puts a message off until the book is known. Too many of them are dropped: the gap then asks for the book again. */
  #later(take: () => void): void {
    if (this.#pending.length < PENDING_MAX) this.#pending.push(take)
  }

  #takeDepth(update: DepthUpdate): void {
    if (update.symbol !== this.#symbol) return
    if (!this.#live || this.#book === null) return this.#later(() => this.#takeDepth(update))
    if (applyDepth(this.#book, update) === 'gap') this.#missed(update.symbol)
    else this.#frame()
  }

  /** Something of the market was missed: its whole is asked for anew, and so are one's own orders, which may have changed unheard. */
  #missed(symbol: string): void {
    if (symbol !== this.#symbol) return
    this.#live = false
    this.#tellOwnOrders()
    void this.#ask()
  }

  #takeTrades(symbol: string, trades: Trade[]): void {
    if (symbol !== this.#symbol) return
    if (!this.#live) return this.#later(() => this.#takeTrades(symbol, trades))
    const newest = this.#trades[0]?.id ?? 0
    const unknown = trades.filter((trade) => trade.id > newest)
    if (unknown.length === 0) return
    this.#fresh.push(...unknown)
    this.#trades = [...unknown.toReversed(), ...this.#trades].slice(0, TRADES_MAX)
    this.#frame()
  }

  #tellOwnOrders(): void {
    if (this.#orderTimer !== undefined) return
    this.#orderTimer = setTimeout(() => {
      this.#orderTimer = undefined
      for (const listener of this.#orderListeners) listener()
    }, OWN_ORDERS_MS)
  }

  #broke(): void {
    reportStream('exchange', false)
    this.#live = false
    this.#pending = []
    if (this.#staleSince === null) {
      this.#staleSince = Date.now()
      this.#frame()
    }
  }

  #frame(): void {
    if (this.#framed) return
    this.#framed = true
    requestAnimationFrame(() => {
      this.#framed = false
      if (this.#book === null || this.#symbol === null) return
      const fresh = this.#fresh
      this.#fresh = []
      this.view.set({
        symbol: this.#symbol,
        book: this.#book,
        trades: this.#trades,
        frame: (this.view.value?.frame ?? 0) + 1,
        staleSince: this.#staleSince,
      })
      if (fresh.length > 0) for (const listener of this.#tradeListeners) listener(fresh)
    })
  }

  async #stop(): Promise<void> {
    const connection = this.#connection
    this.#connection = null
    this.#symbol = null
    this.#book = null
    this.#staleSince = null
    this.view.set(null)
    reportStream('exchange', true)
    await connection?.stop()
  }
}

export const feed = new Feed()
