import { toNumber } from '../ui/decimal'
import type { Book } from './book'

/** What waits on a side from the best price to here, for drawing. */
export interface Point {
  price: number
  total: number
}

export interface DepthCurve {
  bids: Point[]
  asks: Point[]
  low: number
  high: number
  most: number
}

const LEVELS_MAX = 300

/** The cumulated book around its middle: both sides reach equally far, so that the picture stays centred. Null when a side is empty. */
export function depthCurve(book: Book): DepthCurve | null {
  const bids = cumulate(book.bids)
  const asks = cumulate(book.asks)
  const bid = bids[0]?.price
  const ask = asks[0]?.price
  const farBid = bids.at(-1)?.price
  const farAsk = asks.at(-1)?.price
  if (bid === undefined || ask === undefined || farBid === undefined || farAsk === undefined) return null
  const middle = (bid + ask) / 2
  const reach = Math.max(Math.min(middle - farBid, farAsk - middle), ask - bid)
  const within = (point: Point) => Math.abs(point.price - middle) <= reach * 1.0001
  const seen = { bids: bids.filter(within), asks: asks.filter(within) }
  const most = Math.max(seen.bids.at(-1)?.total ?? 0, seen.asks.at(-1)?.total ?? 0)
  return { ...seen, low: middle - reach, high: middle + reach, most }
}

function cumulate(levels: Book['bids']): Point[] {
  let total = 0n
  return levels.slice(0, LEVELS_MAX).map(({ price, quantity }) => {
    total += quantity
    return { price: toNumber(price), total: toNumber(total) }
  })
}
