import type { Interval, Kline } from './api'
import type { Trade } from './feed'

/** A candle for drawing: numbers are exact enough for pixels, and nothing is computed from them. Time in s, as the chart wants it. */
export interface Candle {
  time: number
  open: number
  high: number
  low: number
  close: number
  volume: number
}

export const intervals: readonly Interval[] = ['1m', '5m', '15m', '1h', '4h', '1d']

const SECONDS: Record<Interval, number> = { '1m': 60, '5m': 300, '15m': 900, '1h': 3_600, '4h': 14_400, '1d': 86_400 }

export const candleOf = ([time, open, high, low, close, volume]: Kline): Candle => ({
  time: time / 1_000, open: Number(open), high: Number(high), low: Number(low), close: Number(close), volume: Number(volume),
})

/** Adds trades to the newest candle; returns the candles that changed, oldest first. A trade older than the newest candle is in it already. */
export function addTrades(newest: Candle | undefined, trades: readonly Trade[], interval: Interval): Candle[] {
  const changed = new Map<number, Candle>()
  let last = newest
  for (const trade of trades) {
    const price = Number(trade.price)
    const volume = Number(trade.qty)
    const time = Math.floor(trade.time / 1_000 / SECONDS[interval]) * SECONDS[interval]
    if (last !== undefined && time < last.time) continue
    last = last?.time === time
      ? { ...last, high: Math.max(last.high, price), low: Math.min(last.low, price), close: price, volume: last.volume + volume }
      : { time, open: price, high: price, low: price, close: price, volume }
    changed.set(time, last)
  }
  return [...changed.values()]
}
