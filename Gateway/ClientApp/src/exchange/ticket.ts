import { floorTo, isMultiple, over, parseDecimal, plain, readable, times, timesUp } from '../ui/decimal'
import type { Lifetime, OrderRequest, Side } from './api'
import { type Estimate, estimate, type Level } from './book'
import type { Market } from './market'

/** The order form as it stands: texts as typed. */
export interface Ticket {
  side: Side
  type: 'LIMIT' | 'MARKET'
  price: string
  amount: string
  total: string
  /** Which of the two was typed; the other follows from it and the price. */
  by: 'amount' | 'total'
  lifetime: Lifetime
  postOnly: boolean
}

export const emptyTicket: Ticket = { side: 'BUY', type: 'LIMIT', price: '', amount: '', total: '', by: 'amount', lifetime: 'GTC', postOnly: false }

export type Field = 'price' | 'amount' | 'total'

/** Why the form cannot be sent as it stands. `missing` only means that something is not typed yet. */
export interface TicketFault {
  field: Field
  words: string
  missing: boolean
}

/** What somebody can spend, what the book holds against the order, and the fees as millionths. */
export interface Surroundings {
  freeBase: bigint
  freeQuote: bigint
  opposite: readonly Level[]
  makerPpm: bigint
  takerPpm: bigint
}

export interface Preview {
  fault: TicketFault | null
  request: OrderRequest | null
  /** Of the quote asset, fees apart. For market orders an estimate. */
  quote: bigint | null
  /** Of the asset received. */
  fee: bigint | null
  estimate: Estimate | null
  crosses: boolean
}

const PPM = 1_000_000n

/** Types into a field and lets the others follow. */
export function type(ticket: Ticket, field: Field, text: string, market: Market): Ticket {
  return follow({ ...ticket, [field]: text, ...(field === 'price' ? {} : { by: field }) }, market)
}

/** Fills in the follower of amount and total. A market order has one of them only. */
export function follow(ticket: Ticket, market: Market): Ticket {
  if (ticket.type === 'MARKET') return ticket.by === 'amount' ? { ...ticket, total: '' } : { ...ticket, amount: '' }
  const price = parseDecimal(ticket.price)
  const lead = parseDecimal(ticket[ticket.by])
  const follower = ticket.by === 'amount' ? 'total' : 'amount'
  if (price === null || price <= 0n || lead === null) return { ...ticket, [follower]: '' }
  const value = ticket.by === 'amount' ? times(lead, price) : floorTo(over(lead, price), market.step)
  return { ...ticket, [follower]: plain(value) }
}

/** Uses up so many percent of what is free. */
export function fillShare(ticket: Ticket, percent: bigint, market: Market, around: Surroundings): Ticket {
  if (ticket.side === 'SELL') return type(ticket, 'amount', plain(floorTo((around.freeBase * percent) / 100n, market.step)), market)
  const spend = (around.freeQuote * percent) / 100n
  if (ticket.type === 'MARKET') return type(ticket, 'total', plain(spend), market)
  const price = parseDecimal(ticket.price)
  if (price === null || price <= 0n) return ticket
  return type(ticket, 'amount', plain(floorTo(over(spend, price), market.step)), market)
}

/** Checks the form in the order in which the exchange would, and says what the order would cost and bring. */
export function preview(ticket: Ticket, market: Market, around: Surroundings): Preview {
  const nothing: Preview = { fault: null, request: null, quote: null, fee: null, estimate: null, crosses: false }
  const failed = (field: Field, words: string, missing = false): Preview => ({ ...nothing, fault: { field, words, missing } })

  if (ticket.type === 'MARKET') return previewMarket(ticket, market, around, failed)
  const price = parseDecimal(ticket.price)
  const amount = parseDecimal(ticket.amount)
  const priceWords = priceFault(ticket.price, price, market)
  if (priceWords !== null) return failed('price', priceWords, ticket.price === '')
  const amountWords = amountFault(ticket.amount, amount, market)
  if (amountWords !== null) return failed(ticket.by, amountWords, ticket[ticket.by] === '')
  if (price === null || amount === null) return nothing

  const quote = timesUp(price, amount)
  const best = around.opposite[0]?.price
  const crosses = best !== undefined && (ticket.side === 'BUY' ? price >= best : price <= best)
  const received = ticket.side === 'BUY' ? amount : quote
  const known = { ...nothing, quote, crosses, fee: fee(received, crosses ? around.takerPpm : around.makerPpm) }
  const words = notionalFault(quote, market) ?? balanceFault(ticket.side, amount, quote, market, around)
  if (words !== null) return { ...known, fault: { field: ticket.by, words, missing: false } }
  if (ticket.postOnly && crosses) {
    const side = ticket.side === 'BUY' ? `below the best offer of ${readable(best)}` : `above the best bid of ${readable(best)}`
    return { ...known, fault: { field: 'price', words: `A post-only order must not trade at once: set a price ${side}.`, missing: false } }
  }
  return {
    ...known,
    request: {
      symbol: market.symbol,
      side: ticket.side,
      type: ticket.postOnly ? 'LIMIT_MAKER' : 'LIMIT',
      ...(ticket.postOnly ? {} : { timeInForce: ticket.lifetime }),
      price: plain(price),
      quantity: plain(amount),
    },
  }
}

function previewMarket(
  ticket: Ticket,
  market: Market,
  around: Surroundings,
  failed: (field: Field, words: string, missing?: boolean) => Preview,
): Preview {
  const text = ticket[ticket.by]
  const value = parseDecimal(text)
  if (ticket.by === 'amount') {
    const words = amountFault(text, value, market)
    if (words !== null) return failed('amount', words, text === '')
  } else if (value === null || value <= 0n) {
    return failed('total', text === '' ? `Type how much ${market.quote} to trade for.` : `Type an amount of ${market.quote} above zero.`, text === '')
  }
  const wanted = value ?? 0n
  const expected = estimate(around.opposite, ticket.by === 'amount' ? { quantity: wanted } : { quote: wanted }, market.step)
  const received = ticket.side === 'BUY' ? expected.quantity : expected.quote
  const known: Preview = {
    fault: null, request: null, quote: expected.quote, fee: fee(received, around.takerPpm), estimate: expected, crosses: true,
  }
  if (around.opposite.length === 0) {
    const other = ticket.side === 'BUY' ? 'offers' : 'bids'
    return { ...known, fault: { field: ticket.by, words: `There are no ${other} to trade with now. Place a limit order instead.`, missing: false } }
  }
  const words = balanceFault(ticket.side, expected.quantity, ticket.by === 'total' ? wanted : expected.quote, market, around)
    ?? notionalFault(ticket.by === 'total' ? wanted : expected.quote, market)
  if (words !== null) return { ...known, fault: { field: ticket.by, words, missing: false } }
  return {
    ...known,
    request: {
      symbol: market.symbol, side: ticket.side, type: 'MARKET',
      ...(ticket.by === 'amount' ? { quantity: plain(wanted) } : { quoteOrderQty: plain(wanted) }),
    },
  }
}

function priceFault(text: string, price: bigint | null, market: Market): string | null {
  if (text === '') return `Type a price in ${market.quote}, or click one in the book.`
  if (price === null) return 'This is not a number with at most eight decimal places.'
  if (price <= 0n) return 'The price must be above zero.'
  if (!isMultiple(price, market.tick)) return `Prices here go in steps of ${plain(market.tick)} ${market.quote}.`
  return price > market.priceMax ? `The highest price here is ${readable(market.priceMax)} ${market.quote}.` : null
}

function amountFault(text: string, amount: bigint | null, market: Market): string | null {
  if (text === '') return `Type how much ${market.base}.`
  if (amount === null) return 'This is not a number with at most eight decimal places.'
  if (amount < market.quantityMin) return `The least amount is ${readable(market.quantityMin)} ${market.base}.`
  if (!isMultiple(amount, market.step)) return `Amounts here go in steps of ${plain(market.step)} ${market.base}.`
  return amount > market.quantityMax ? `The greatest amount is ${readable(market.quantityMax)} ${market.base}.` : null
}

function notionalFault(quote: bigint, market: Market): string | null {
  return quote >= market.notionalMin
    ? null
    : `An order must be worth ${readable(market.notionalMin)} ${market.quote} or more; this one is worth ${readable(quote)}.`
}

function balanceFault(side: Side, amount: bigint, quote: bigint, market: Market, around: Surroundings): string | null {
  const [needed, free, asset] = side === 'BUY' ? [quote, around.freeQuote, market.quote] : [amount, around.freeBase, market.base]
  return needed <= free ? null : `Your balance of ${readable(free, 2)} ${asset} is less than the ${readable(needed, 2)} this order needs.`
}

function fee(received: bigint, ppm: bigint): bigint {
  return (received * ppm + PPM - 1n) / PPM
}
