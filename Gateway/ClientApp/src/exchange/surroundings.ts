import { decimal } from '../ui/decimal'
import { useStore } from '../ui/store'
import type { Side } from './api'
import { freeOf, useAccount } from './data'
import { feed } from './feed'
import type { Market } from './market'
import type { Surroundings } from './ticket'

const PPM = 1_000_000n
const UNITS = 100_000_000n

/** What an order of this side meets now: one's balances, the fees, and the other side of the book. */
export function useSurroundings(market: Market, side: Side): Surroundings {
  const view = useStore(feed.view)
  const account = useAccount()
  const ppm = (rate: string | undefined) => (decimal(rate ?? '0') * PPM) / UNITS
  const book = view?.symbol === market.symbol ? view.book : undefined
  return {
    freeBase: freeOf(account.data?.balances, market.base),
    freeQuote: freeOf(account.data?.balances, market.quote),
    opposite: (side === 'BUY' ? book?.asks : book?.bids) ?? [],
    makerPpm: ppm(account.data?.commissionRates.maker),
    takerPpm: ppm(account.data?.commissionRates.taker),
  }
}
