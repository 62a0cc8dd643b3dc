import { type HubConnection, HubConnectionBuilder, HubConnectionState, HttpTransportType, LogLevel } from '@microsoft/signalr'
import { reportStream, reportUnreachable, SHOWN_AFTER_MS } from '../ui/connection'
import { addressOf, findGateway, gateway, onGatewayChange } from '../ui/gateways'
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

/** A snapshot whose trades are those missed, and what happened to own orders meanwhile; incomplete when that was too much. */
interface Resumed extends Snapshot {
  changes: unknown[]
  isComplete: boolean
}

/** What the stream knows of the market watched, as of one frame. The book changes in place: `frame` tells that it did. */
export interface MarketView {
  symbol: string
  book: Book
  /** Newest first. */
  trades: readonly Trade[]
  frame: number
  /** When the stream broke off and the view grew old; null while it is up to date, and in an interruption too short to be told. */
  staleSince: number | null
}

const TRADES_MAX = 100
const PENDING_MAX = 5_000
const RETRY_MS = [0, 250, 500, 1_000, 2_000, 4_000, 5_000]
const OWN_ORDERS_MS = 80

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const retryMs = (attempt: number): number => (RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)] ?? 0) * (0.8 + Math.random() * 0.4)

/**
 * The live stream of the exchange: one connection, one market at a time. It reconnects for as long as somebody is signed in, to whichever
 * gateway serves the page; after every interruption, gap and move it asks for what it missed. It tells the page at most once a frame.
 */
class Feed {
  readonly view = new Store<MarketView | null>(null)
  #connection: HubConnection | null = null
  #at = ''
  #connecting = 0
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
    // The present connection serves until the next one does.
    onGatewayChange(() => {
      if (this.#connection?.state === HubConnectionState.Connected && this.#at !== gateway()) void this.#connect()
    })
  }

  /** Shows this market from now on. */
  watch(symbol: string): void {
    if (symbol === this.#symbol) return
    const isFirst = this.#symbol === null
    this.#leave()
    this.#symbol = symbol
    this.#live = false
    this.#book = null
    this.#trades = []
    this.#fresh = []
    this.#pending = []
    this.view.set(null)
    if (isFirst) void this.#connect()
    else if (this.#connection?.state === HubConnectionState.Connected) void this.#ask()
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

  /** Connects to the gateway that serves the page, for as long as it takes. */
  async #connect(): Promise<void> {
    const ticket = ++this.#connecting
    for (let attempt = 0; ticket === this.#connecting; attempt++) {
      await wait(retryMs(attempt))
      if (attempt > 0) await findGateway()
      if (ticket !== this.#connecting) return
      const at = gateway()
      const connection = this.#build(at)
      try {
        await connection.start()
        if (ticket === this.#connecting) this.#take(connection, at)
        else void connection.stop()
        return
      } catch {
        // Said once, in the rail; asked again until a gateway is there.
        if (ticket === this.#connecting) this.#broke()
      }
    }
  }

  /** WebSockets at once: with a negotiation before, both would have to reach the same gateway behind a load balancer. */
  #build(at: string): HubConnection {
    const connection = new HubConnectionBuilder()
      .withUrl(addressOf('/hubs/exchange', at), {
        accessTokenFactory: () => currentSession()?.token ?? '', transport: HttpTransportType.WebSockets, skipNegotiation: true,
      })
      .configureLogging(LogLevel.None)
      .build()
    const here = <T>(take: (push: T) => void) => (push: T) => {
      if (this.#connection === connection) take(push)
    }
    connection.on('Depth', here((update: DepthUpdate) => this.#takeDepth(update)))
    connection.on('Trades', here((update: { symbol: string; trades: Trade[] }) => this.#takeTrades(update.symbol, update.trades)))
    connection.on('Orders', here(() => this.#tellOwnOrders()))
    connection.on('Resync', here((symbol: string) => this.#missed(symbol)))
    connection.onclose(() => {
      if (this.#connection !== connection) return
      this.#broke()
      reportUnreachable()
      void findGateway().then(() => {
        if (this.#connection === connection) void this.#connect()
      })
    })
    return connection
  }

  #take(connection: HubConnection, at: string): void {
    const former = this.#connection
    this.#connection = connection
    this.#at = at
    this.#live = false
    void former?.stop()
    void this.#ask()
  }

  /** Asks for the market, or for what was missed of it. Until the answer is there, updates of the old book are of no use. */
  async #ask(): Promise<void> {
    const connection = this.#connection
    const ticket = ++this.#watching
    for (let attempt = 0; connection !== null && connection === this.#connection && ticket === this.#watching; attempt++) {
      await wait(retryMs(attempt))
      if (connection.state !== HubConnectionState.Connected) return
      try {
        const book = this.#book
        const answer = book === null
          ? await connection.invoke<Snapshot>('Watch', this.#symbol)
          : await connection.invoke<Resumed>('Resume', this.#symbol, book.sequence, this.#trades[0]?.id ?? 0)
        if (ticket === this.#watching && answer.symbol === this.#symbol) this.#takeSnapshot(answer)
        return
      } catch {
        this.#broke()
      }
    }
  }

  #takeSnapshot(snapshot: Snapshot | Resumed): void {
    const pending = this.#pending
    this.#pending = []
    this.#book = bookOf(snapshot.sequence, snapshot.bids, snapshot.asks)
    if ('changes' in snapshot) {
      if (snapshot.changes.length > 0 || !snapshot.isComplete) this.#tellOwnOrders()
    } else {
      this.#trades = []
    }
    this.#staleSince = null
    this.#live = true
    reportStream('exchange', true)
    this.#takeTrades(snapshot.symbol, snapshot.trades, 'changes' in snapshot)
    for (const take of pending) take()
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

  /** Trades that are shown as they stand are told to nobody: whoever draws them has asked for them by REST. */
  #takeTrades(symbol: string, trades: Trade[], areNews = true): void {
    if (symbol !== this.#symbol) return
    if (!this.#live) return this.#later(() => this.#takeTrades(symbol, trades))
    const newest = this.#trades[0]?.id ?? 0
    const unknown = trades.filter((trade) => trade.id > newest)
    if (unknown.length === 0) return
    if (areNews) this.#fresh.push(...unknown)
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
      setTimeout(() => this.#frame(), SHOWN_AFTER_MS)
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
        staleSince: this.#staleSince !== null && Date.now() - this.#staleSince >= SHOWN_AFTER_MS ? this.#staleSince : null,
      })
      if (fresh.length > 0) for (const listener of this.#tradeListeners) listener(fresh)
    })
  }

  async #stop(): Promise<void> {
    const connection = this.#connection
    this.#connection = null
    this.#connecting++
    this.#symbol = null
    this.#book = null
    this.#staleSince = null
    this.view.set(null)
    reportStream('exchange', true)
    await connection?.stop()
  }
}

export const feed = new Feed()
