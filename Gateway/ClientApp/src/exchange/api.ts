import { call } from '../ui/http'
import { newId } from '../ui/ids'

// The exchange speaks the Binance Spot API: the names and the shapes here are its.

export type Side = 'BUY' | 'SELL'
export type OrderStatus = 'NEW' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELED' | 'EXPIRED' | 'EXPIRED_IN_MATCH' | 'REJECTED'
export type Lifetime = 'GTC' | 'IOC' | 'FOK'
export type Interval = '1m' | '5m' | '15m' | '1h' | '4h' | '1d'

export interface SymbolInfo {
  symbol: string
  baseAsset: string
  quoteAsset: string
  filters: ({ filterType: string } & Record<string, string>)[]
}

export interface Ticker {
  symbol: string
  lastPrice: string
  priceChangePercent: string
  highPrice: string
  lowPrice: string
  volume: string
  quoteVolume: string
}

export interface Order {
  symbol: string
  orderId: number
  clientOrderId: string
  price: string
  origQty: string
  executedQty: string
  cummulativeQuoteQty: string
  status: OrderStatus
  timeInForce: Lifetime
  type: 'LIMIT' | 'MARKET' | 'LIMIT_MAKER'
  side: Side
  time: number
  updateTime: number
}

export interface OrderRequest {
  symbol: string
  side: Side
  type: Order['type']
  timeInForce?: Lifetime
  quantity?: string
  quoteOrderQty?: string
  price?: string
}

export interface Fill {
  symbol: string
  id: number
  orderId: number
  price: string
  qty: string
  quoteQty: string
  commission: string
  commissionAsset: string
  time: number
  isBuyer: boolean
  isMaker: boolean
}

export interface AssetBalance {
  asset: string
  free: string
  locked: string
}

export interface AccountInfo {
  commissionRates: { maker: string; taker: string }
  balances: AssetBalance[]
}

export interface LedgerEntry {
  id: number | string
  asset: string
  reason: string
  symbol: string
  orderId: number
  tradeId: number
  freeDelta: string
  heldDelta: string
  time: number
}

/** Opening time in ms, open, high, low, close, volume, and more that the page does not use. */
export type Kline = [number, string, string, string, string, string, ...unknown[]]

export const HISTORY_MAX = 1000
export const LEDGER_PAGE = 50

export const symbols = async (): Promise<SymbolInfo[]> => (await call<{ symbols: SymbolInfo[] }>('GET', '/api/v3/exchangeInfo')).symbols
export const tickers = () => call<Ticker[]>('GET', '/api/v3/ticker/24hr')
export const klines = (symbol: string, interval: Interval, limit: number, endTime?: number) =>
  call<Kline[]>('GET', '/api/v3/klines', { symbol, interval, limit, endTime })

export const account = () => call<AccountInfo>('GET', '/api/v3/account')
export const openOrders = () => call<Order[]>('GET', '/api/v3/openOrders')
export const orderHistory = (symbol: string) => call<Order[]>('GET', '/api/v3/allOrders', { symbol, limit: HISTORY_MAX })
export const fills = (symbol: string) => call<Fill[]>('GET', '/api/v3/myTrades', { symbol, limit: HISTORY_MAX })
export const placeOrder = (request: OrderRequest, newClientOrderId: string) =>
  call<Order>('POST', '/api/v3/order', { ...request, newClientOrderId, newOrderRespType: 'FULL' })
export const cancelOrder = (symbol: string, orderId: number) =>
  call<Order>('DELETE', '/api/v3/order', { symbol, orderId, newClientOrderId: `web-${newId()}` })
export const cancelAllOrders = (symbol: string) => call<Order[]>('DELETE', '/api/v3/openOrders', { symbol })

export const deposit = (asset: string, amount: string, commandId: string) =>
  call<unknown>('POST', '/api/exchange/deposits', {}, { asset, amount, commandId })
export const ledger = (asset: string, before?: string) =>
  call<LedgerEntry[]>('GET', '/api/exchange/ledger', { asset, before, limit: LEDGER_PAGE })
