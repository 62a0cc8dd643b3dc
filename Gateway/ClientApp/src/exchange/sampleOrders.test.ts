import { describe, expect, it } from 'vitest'
import { decimal, isMultiple, times } from '../ui/decimal'
import type { Market } from './market'
import { sampleOrders } from './sampleOrders'

const market: Market = {
  symbol: 'BTCUSDT', base: 'BTC', quote: 'USDT', tick: decimal('0.01'), priceMax: decimal('1000000'), step: decimal('0.001'),
  quantityMin: decimal('0.001'), quantityMax: decimal('100'), notionalMin: decimal('5'), pricePlaces: 2, quantityPlaces: 3, quotePlaces: 2,
}
const lay = (base: string, quote: string, middle = '60000') => sampleOrders(market, decimal(middle), decimal(base), decimal(quote))

describe('sampleOrders', () => {
  it('lays ten prices on each side of the middle', () => {
    const orders = lay('2', '100000')
    expect(orders.filter((order) => order.side === 'BUY').map((order) => order.price)[0]).toBe('59970')
    expect(orders.filter((order) => order.side === 'SELL').map((order) => order.price)[0]).toBe('60030')
    expect(orders).toHaveLength(20)
  })

  it('keeps to the market\'s steps and to a quarter of the balance', () => {
    const orders = lay('2', '100000')
    for (const order of orders) {
      expect(isMultiple(decimal(order.price ?? ''), market.tick)).toBe(true)
      expect(isMultiple(decimal(order.quantity ?? ''), market.step)).toBe(true)
    }
    const spent = orders.filter((order) => order.side === 'BUY').reduce((sum, order) => sum + times(decimal(order.price ?? ''), decimal(order.quantity ?? '')), 0n)
    expect(spent <= decimal('25000')).toBe(true)
  })

  it('never crosses itself, whatever the middle', () => {
    for (const middle of ['0.01', '0.05', '1', '123.456', '999999']) {
      const orders = lay('100', '1000000', middle)
      const bids = orders.filter((order) => order.side === 'BUY').map((order) => decimal(order.price ?? ''))
      const asks = orders.filter((order) => order.side === 'SELL').map((order) => decimal(order.price ?? ''))
      for (const bid of bids) for (const ask of asks) expect(bid < ask).toBe(true)
    }
  })

  it('leaves out a side that nothing is there for', () => expect(lay('0', '100000').every((order) => order.side === 'BUY')).toBe(true))
  it('is empty without money', () => expect(lay('0', '0')).toEqual([]))
})
