import { Button, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { decimal, grouped, readable } from '../ui/decimal'
import { Moment } from '../ui/Moment'
import { useStore } from '../ui/store'
import { Change } from './Change'
import { useTickers } from './data'
import { feed } from './feed'
import type { Market } from './market'
import classes from './MarketHeader.module.css'

/** The top of the exchange page: the market, its day in figures, and whether all this is up to date. */
export function MarketHeader({ market, onTestMoney }: { market: Market; onTestMoney: () => void }) {
  const view = useStore(feed.view)
  const ticker = useTickers().data?.find((candidate) => candidate.symbol === market.symbol)
  const here = view?.symbol === market.symbol ? view : null
  const last = here?.trades[0]?.price ?? ticker?.lastPrice
  const price = last === undefined || decimal(last) === 0n ? null : grouped(decimal(last), market.pricePlaces)
  useDocumentTitle(`${price ?? '–'} ${market.base}/${market.quote} · OrleansLLD`)
  const reached = (text: string | undefined, isBeyond: (a: bigint, b: bigint) => boolean) =>
    text !== undefined && last !== undefined && isBeyond(decimal(last), decimal(text)) ? last : text
  const figure = (text: string | undefined, places: number) => (text === undefined || decimal(text) === 0n ? '–' : grouped(decimal(text), places))
  return (
    <header className={classes.header}>
      <div className={classes.title}>
        <Title order={1}>{market.base}/{market.quote}</Title>
        <p className={classes.state} data-stale={here !== null && here.staleSince !== null}>
          {here === null ? 'Asking for the book…'
            : here.staleSince !== null ? <>Stale since <Moment ms={here.staleSince} as="time" />: reconnecting</>
              : stateWords(here.book.bids.length, here.book.asks.length)}
        </p>
      </div>
      <dl className={classes.figures}>
        <div className={classes.main}><dt>Last price</dt><dd>{price ?? '–'}</dd></div>
        <div><dt>24 h change</dt><dd>{price === null ? '–' : <Change percent={ticker?.priceChangePercent} />}</dd></div>
        <div className={classes.wide}><dt>24 h high</dt><dd>{figure(reached(ticker?.highPrice, (a, b) => a > b), market.pricePlaces)}</dd></div>
        <div className={classes.wide}><dt>24 h low</dt><dd>{figure(reached(ticker?.lowPrice, (a, b) => a < b), market.pricePlaces)}</dd></div>
        <div className={classes.wide}><dt>24 h volume</dt><dd>{ticker === undefined ? '–' : `${grouped(decimal(ticker.volume), 2)} ${market.base}`}</dd></div>
      </dl>
      <Button variant="default" onClick={onTestMoney} className={classes.action ?? ''}>Get test money</Button>
    </header>
  )
}

function stateWords(bids: number, asks: number): string {
  if (bids === 0 && asks === 0) return 'Live: the book is empty'
  return `Live: ${readable(BigInt(bids) * 100_000_000n)} bid and ${readable(BigInt(asks) * 100_000_000n)} offer prices`
}
