import { describe, expect, it } from 'vitest'
import { addTrades } from './candles'

const trade = (seconds: number, price: string, qty = '1') => ({ id: 0, price, qty, time: seconds * 1_000, isBuyerMaker: false })
const newest = { time: 60, open: 10, high: 12, low: 9, close: 11, volume: 5 }

describe('addTrades', () => {
  it('grows the newest candle', () => expect(addTrades(newest, [trade(61, '13'), trade(119, '8')], '1m'))
    .toEqual([{ time: 60, open: 10, high: 13, low: 8, close: 8, volume: 7 }]))
  it('opens the next one', () => expect(addTrades(newest, [trade(119, '11'), trade(120, '20')], '1m'))
    .toEqual([{ ...newest, volume: 6 }, { time: 120, open: 20, high: 20, low: 20, close: 20, volume: 1 }]))
  it('skips periods without a trade', () => expect(addTrades(newest, [trade(605, '7')], '5m').map((candle) => candle.time)).toEqual([600]))
  it('leaves out what is older', () => expect(addTrades(newest, [trade(59, '7')], '1m')).toEqual([]))
  it('begins with nothing', () => expect(addTrades(undefined, [trade(59, '7')], '1m')[0]?.time).toBe(0))
})
