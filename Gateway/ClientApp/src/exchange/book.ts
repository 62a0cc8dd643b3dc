import { decimal } from '../ui/decimal'

/** A price and the whole quantity that waits there, in units of 10^-8. */
export interface Level {
  price: bigint
  quantity: bigint
}

export type WireLevel = [price: string, quantity: string]

export interface DepthUpdate {
  symbol: string
  first: number
  last: number
  bids: WireLevel[]
  asks: WireLevel[]
}

/** The book of one market as far as the stream told it. Each side is sorted, best price first; it changes in place. */
export interface Book {
  sequence: number
  bids: Level[]
  asks: Level[]
}

export const bookOf = (sequence: number, bids: WireLevel[], asks: WireLevel[]): Book => ({
  sequence,
  bids: bids.map(levelOf).sort((a, b) => (a.price > b.price ? -1 : 1)),
  asks: asks.map(levelOf).sort((a, b) => (a.price < b.price ? -1 : 1)),
})

/** What became of an update: `stale` was known already, `gap` means that updates in between were missed and the book must be asked for anew. */
export type Applied = 'applied' | 'stale' | 'gap'

/** Takes an update over. Quantities are absolute, so that an update that overlaps what is known does no harm. */
export function applyDepth(book: Book, update: DepthUpdate): Applied {
  if (update.last <= book.sequence) return 'stale'
  if (update.first > book.sequence + 1) return 'gap'
  for (const level of update.bids) put(book.bids, levelOf(level), (a, b) => a > b)
  for (const level of update.asks) put(book.asks, levelOf(level), (a, b) => a < b)
  book.sequence = update.last
  return 'applied'
}

function levelOf([price, quantity]: WireLevel): Level {
  return { price: decimal(price), quantity: decimal(quantity) }
}

/** Sets, inserts or removes one level of a sorted side, found by halving. */
function put(side: Level[], level: Level, isBetter: (a: bigint, b: bigint) => boolean): void {
  let low = 0
  let high = side.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBetter((side[middle] as Level).price, level.price)) low = middle + 1
    else high = middle
  }
  const found = side[low]?.price === level.price
  if (level.quantity === 0n) {
    if (found) side.splice(low, 1)
  } else if (found) side[low] = level
  else side.splice(low, 0, level)
}

/** A row of the ladder: a price step, what waits in it, and what waits from the best price to here. */
export interface Row extends Level {
  total: bigint
}

/** The best rows of a side in price steps of the given size: bids fall to the step below them, asks rise to the one above. */
export function rowsOf(side: readonly Level[], kind: 'bids' | 'asks', step: bigint, count: number): Row[] {
  const rows: Row[] = []
  let total = 0n
  for (const { price, quantity } of side) {
    const stepped = kind === 'bids' ? (price / step) * step : ((price + step - 1n) / step) * step
    const last = rows[rows.length - 1]
    if (last?.price === stepped) {
      total += quantity
      last.quantity += quantity
      last.total = total
    } else {
      if (rows.length === count) break
      total += quantity
      rows.push({ price: stepped, quantity, total })
    }
  }
  return rows
}

export interface Estimate {
  quantity: bigint
  quote: bigint
  /** The price of the last level touched. */
  worst: bigint
  /** False when the side has less than was asked for. */
  complete: boolean
}

/** What a market order would trade now: up to a quantity, or up to an amount of the quote asset in whole steps. */
export function estimate(side: readonly Level[], limit: { quantity: bigint } | { quote: bigint }, step: bigint): Estimate {
  const SCALE = 100_000_000n
  let quantity = 0n
  let quote = 0n
  let worst = 0n
  for (const level of side) {
    const wanted = 'quantity' in limit ? limit.quantity - quantity : ((limit.quote - quote) * SCALE / level.price / step) * step
    if (wanted <= 0n) return { quantity, quote, worst, complete: true }
    const taken = wanted < level.quantity ? wanted : level.quantity
    quantity += taken
    quote += (taken * level.price) / SCALE
    worst = level.price
    if (taken === wanted) return { quantity, quote, worst, complete: true }
  }
  return { quantity, quote, worst, complete: false }
}
