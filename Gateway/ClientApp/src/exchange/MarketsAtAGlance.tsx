import { decimal, grouped } from '../ui/decimal'
import { Change } from './Change'
import { useMarkets, useTickers } from './data'
import classes from './MarketsAtAGlance.module.css'

const SHOWN_MAX = 3

/** The exchange's card on the home page: its first markets, live enough to invite. */
export function MarketsAtAGlance() {
  const markets = useMarkets()
  const tickers = useTickers()
  return (
    <div className={classes.markets}>
      {(markets.data ?? []).slice(0, SHOWN_MAX).map((market) => {
        const ticker = tickers.data?.find((candidate) => candidate.symbol === market.symbol)
        const price = ticker === undefined ? 0n : decimal(ticker.lastPrice)
        return (
          <div key={market.symbol} className={classes.market}>
            <span className={classes.name}>{market.base}/{market.quote}</span>
            <b>{price === 0n ? 'No trade yet' : grouped(price, market.pricePlaces)}</b>
            {price !== 0n && <Change percent={ticker?.priceChangePercent} />}
          </div>
        )
      })}
    </div>
  )
}
