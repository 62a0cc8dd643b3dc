import { describe, expect, it } from 'vitest'
import { decimal, plain } from '../ui/decimal'
import { bookOf } from './book'
import type { Market } from './market'
import { emptyTicket, fillShare, follow, preview, type Surroundings, type Ticket, type } from './ticket'

const market: Market = {
  symbol: 'BTCUSDT', base: 'BTC', quote: 'USDT', tick: decimal('0.01'), priceMax: decimal('1000000'), step: decimal('0.001'),
  quantityMin: decimal('0.001'), quantityMax: decimal('100'), notionalMin: decimal('5'), pricePlaces: 2, quantityPlaces: 3, quotePlaces: 2,
}
const around: Surroundings = {
  freeBase: decimal('2'), freeQuote: decimal('1000'), makerPpm: 1000n, takerPpm: 2000n,
  opposite: bookOf(0, [], [['100', '1'], ['110', '5']]).asks,
}
const ticket = (changes: Partial<Ticket>): Ticket => follow({ ...emptyTicket, ...changes }, market)
const words = (changes: Partial<Ticket>, surroundings = around) => preview(ticket(changes), market, surroundings).fault?.words ?? null

describe('following fields', () => {
  it('the total follows the amount', () => expect(ticket({ price: '99.5', amount: '2' }).total).toBe('199'))
  it('the amount follows the total, in whole steps', () => expect(ticket({ price: '3', total: '10', by: 'total' }).amount).toBe('3.333'))
  it('a new price moves the follower only', () => expect(type(ticket({ price: '3', total: '10', by: 'total' }), 'price', '4', market)).toMatchObject({ total: '10', amount: '2.5' }))
  it('half-typed numbers empty the follower', () => expect(ticket({ price: '3.', amount: 'x' }).total).toBe(''))
})

describe('shares of the balance', () => {
  it('buying spends the quote asset', () => expect(fillShare(ticket({ price: '3' }), 50n, market, around).amount).toBe('166.666'))
  it('selling gives the base asset', () => expect(fillShare(ticket({ side: 'SELL' }), 25n, market, around).amount).toBe('0.5'))
  it('a market buy spends a total', () => expect(fillShare(ticket({ type: 'MARKET' }), 100n, market, around)).toMatchObject({ total: '1000', amount: '', by: 'total' }))
})

describe('faults, in words', () => {
  it.each<[string, Partial<Ticket>, string]>([
    ['no price', { amount: '1' }, 'Type a price in USDT, or click one in the book.'],
    ['an off-step price', { price: '1.001', amount: '9' }, 'Prices here go in steps of 0.01 USDT.'],
    ['an off-step amount', { price: '10', amount: '1.0001' }, 'Amounts here go in steps of 0.001 BTC.'],
    ['too little', { price: '10', amount: '0.1' }, 'An order must be worth 5 USDT or more; this one is worth 1.'],
    ['more than there is', { price: '90', amount: '20' }, 'Your balance of 1,000.00 USDT is less than the 1,800.00 this order needs.'],
    ['more to sell than there is', { side: 'SELL', price: '90', amount: '2.5' }, 'Your balance of 2.00 BTC is less than the 2.50 this order needs.'],
    ['post-only that would trade', { price: '100', amount: '1', postOnly: true }, 'A post-only order must not trade at once: set a price below the best offer of 100.'],
  ])('%s', (_, changes, expected) => expect(words(changes)).toBe(expected))

  it('a market order against nobody', () =>
    expect(words({ type: 'MARKET', amount: '1' }, { ...around, opposite: [] })).toBe('There are no offers to trade with now. Place a limit order instead.'))
})

describe('what is sent', () => {
  it('a limit order', () => expect(preview(ticket({ price: '90.50', amount: '1.0', lifetime: 'IOC' }), market, around).request)
    .toEqual({ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'IOC', price: '90.5', quantity: '1' }))
  it('a post-only order has no lifetime', () => expect(preview(ticket({ price: '90', amount: '1', postOnly: true }), market, around).request)
    .toEqual({ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT_MAKER', price: '90', quantity: '1' }))
  it('a market order by total', () => expect(preview(ticket({ type: 'MARKET', total: '210', by: 'total' }), market, around).request)
    .toEqual({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quoteOrderQty: '210' }))
})

describe('the preview', () => {
  it('takes the maker fee of an order that rests, of what is received', () => expect(plain(preview(ticket({ price: '90', amount: '1' }), market, around).fee ?? 0n)).toBe('0.001'))
  it('takes the taker fee of one that trades', () => expect(plain(preview(ticket({ price: '100', amount: '1' }), market, around).fee ?? 0n)).toBe('0.002'))
  it('estimates a market order along the book', () => expect(plain(preview(ticket({ type: 'MARKET', amount: '2' }), market, around).quote ?? 0n)).toBe('210'))
})
