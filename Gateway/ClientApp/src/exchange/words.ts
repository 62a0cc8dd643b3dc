import { decimal, over, readable } from '../ui/decimal'
import type { Order, OrderRequest } from './api'
import type { Market } from './market'

const statuses: Record<string, string> = {
  NEW: 'Open',
  PARTIALLY_FILLED: 'Partly filled',
  FILLED: 'Filled',
  CANCELED: 'Cancelled',
  EXPIRED: 'Expired',
  EXPIRED_IN_MATCH: 'Expired (own order met)',
  REJECTED: 'Refused',
}

const types: Record<string, string> = { LIMIT: 'Limit', MARKET: 'Market', LIMIT_MAKER: 'Post-only' }

export const statusWords = (status: string): string => statuses[status] ?? status
export const typeWords = (order: Pick<Order, 'type' | 'timeInForce'>): string =>
  `${types[order.type] ?? order.type}${order.type === 'LIMIT' && order.timeInForce !== 'GTC' ? ` ${order.timeInForce}` : ''}`

/** The mean price of what was filled, or null. */
export function meanPrice(order: Order): bigint | null {
  const filled = decimal(order.executedQty)
  return filled === 0n ? null : over(decimal(order.cummulativeQuoteQty), filled)
}

/** What became of an order right after it was placed, as one sentence. */
export function outcomeWords(order: Order, market: Market): string {
  const verb = order.side === 'BUY' ? 'Bought' : 'Sold'
  const filled = decimal(order.executedQty)
  const mean = meanPrice(order)
  const traded = mean === null ? '' : `${verb} ${readable(filled)} ${market.base} at ${readable(mean, market.pricePlaces)} ${market.quote}.`
  switch (order.status) {
    case 'FILLED': return traded
    case 'NEW': return `Open: ${order.side === 'BUY' ? 'buy' : 'sell'} ${readable(decimal(order.origQty))} ${market.base} at ${readable(decimal(order.price), market.pricePlaces)} ${market.quote}.`
    case 'PARTIALLY_FILLED': return `${traded} The rest waits in the book.`
    default: return traded === '' ? 'Nothing was there to trade with, so the order expired. Nothing was spent.' : `${traded} The rest expired.`
  }
}

/** An order that is on its way, in a few words. */
export function requestWords(request: OrderRequest): string {
  const verb = request.side === 'BUY' ? 'Buy' : 'Sell'
  const what = request.quantity === undefined ? `for ${request.quoteOrderQty ?? ''}` : request.quantity
  return `${verb} ${what} on ${request.symbol}${request.price === undefined ? ' at the market' : ` at ${request.price}`}`
}
