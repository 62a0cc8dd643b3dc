import { decimal, placesOf } from '../ui/decimal'
import type { SymbolInfo } from './api'

/** A market's terms, in units of 10^-8. */
export interface Market {
  symbol: string
  base: string
  quote: string
  tick: bigint
  priceMax: bigint
  step: bigint
  quantityMin: bigint
  quantityMax: bigint
  notionalMin: bigint
  pricePlaces: number
  quantityPlaces: number
  /** Places to show amounts of the quote asset with. */
  quotePlaces: number
}

export function marketOf(info: SymbolInfo): Market {
  const filter = (type: string, name: string, otherwise: string): bigint =>
    decimal(info.filters.find((candidate) => candidate.filterType === type)?.[name] ?? otherwise)
  const tick = filter('PRICE_FILTER', 'tickSize', '0.00000001')
  const step = filter('LOT_SIZE', 'stepSize', '0.00000001')
  return {
    symbol: info.symbol,
    base: info.baseAsset,
    quote: info.quoteAsset,
    tick,
    step,
    priceMax: filter('PRICE_FILTER', 'maxPrice', '1000000000'),
    quantityMin: filter('LOT_SIZE', 'minQty', '0.00000001'),
    quantityMax: filter('LOT_SIZE', 'maxQty', '1000000000'),
    notionalMin: filter('NOTIONAL', 'minNotional', '0'),
    pricePlaces: placesOf(tick),
    quantityPlaces: placesOf(step),
    quotePlaces: Math.max(2, placesOf(tick)),
  }
}
