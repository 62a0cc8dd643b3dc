import { floorTo, over, plain, times } from '../ui/decimal'
import type { OrderRequest, Side } from './api'
import type { Market } from './market'

const LEVELS = 10n
/** Neighbouring prices lie so many ten-thousandths of the middle apart. */
const APART = 5n
/** A quarter of what is free, so that something is left to trade with. */
const BUDGET_PARTS = 4n
const WEIGHTS = (LEVELS * (LEVELS + 1n)) / 2n

/**
 * Limit orders on both sides of a middle price, paid from what is free: more waits the farther a price is from the middle, as in most
 * books. All are post-only, so that none of them ever trades with what is there. Prices at which too little would wait are left out.
 */
export function sampleOrders(market: Market, middle: bigint, freeBase: bigint, freeQuote: bigint): OrderRequest[] {
  const orders: OrderRequest[] = []
  for (let level = 1n; level <= LEVELS; level++) {
    const distance = (middle * APART * level) / 10_000n
    const bid = floorTo(middle - distance, market.tick)
    const ask = floorTo(middle + distance + market.tick - 1n, market.tick)
    const share = (free: bigint) => (free / BUDGET_PARTS) * level / WEIGHTS
    if (bid > 0n) add(orders, market, 'BUY', bid, over(share(freeQuote), bid))
    add(orders, market, 'SELL', ask, share(freeBase))
  }
  return orders
}

function add(orders: OrderRequest[], market: Market, side: Side, price: bigint, amount: bigint): void {
  const quantity = floorTo(amount < market.quantityMax ? amount : market.quantityMax, market.step)
  if (quantity < market.quantityMin || price > market.priceMax || times(price, quantity) < market.notionalMin) return
  orders.push({ symbol: market.symbol, side, type: 'LIMIT_MAKER', price: plain(price), quantity: plain(quantity) })
}
