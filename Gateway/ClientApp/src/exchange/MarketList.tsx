import { Skeleton, Stack, TextInput, UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type RefObject, useState } from 'react'
import { decimal, grouped } from '../ui/decimal'
import { Fault, Waiting } from '../ui/states'
import { useStore } from '../ui/store'
import { Change } from './Change'
import { useMarkets, useTickers } from './data'
import { feed } from './feed'
import type { Market } from './market'
import classes from './MarketList.module.css'

/** Every market with its last price and how it moved in a day. */
export function MarketList({ current, search, onPick }: {
  current: string
  search: RefObject<HTMLInputElement | null>
  onPick: (symbol: string) => void
}) {
  const markets = useMarkets()
  const tickers = useTickers()
  const view = useStore(feed.view)
  const [wanted, setWanted] = useState('')
  if (markets.isPending) return <Waiting><Stack gap={6} p={12}><Skeleton height={26} /><Skeleton height={26} /><Skeleton height={26} /></Stack></Waiting>
  if (markets.isError) return <Fault error={markets.error} />
  const shown = markets.data.filter((market) => `${market.base}/${market.quote} ${market.symbol}`.toLowerCase().includes(wanted.trim().toLowerCase()))
  // The stream is ahead of the ticker for the market that it shows.
  const lastOf = ({ symbol }: Market) =>
    (view?.symbol === symbol ? view.trades[0]?.price : undefined) ?? tickers.data?.find((ticker) => ticker.symbol === symbol)?.lastPrice
  const pickFirst = () => {
    const first = shown[0]
    if (first === undefined) return
    setWanted('')
    search.current?.blur()
    onPick(first.symbol)
  }
  return (
    <div className={classes.markets}>
      <TextInput ref={search} size="xs" placeholder="Find a market" aria-label="Find a market" value={wanted} className={classes.search ?? ''}
        leftSection={<IconSearch size={14} aria-hidden />} onChange={(event) => setWanted(event.currentTarget.value)}
        onKeyDown={(event) => { if (event.key === 'Enter') pickFirst() }} />
      <ul className={classes.list}>
        {shown.map((market) => (
          <li key={market.symbol}>
            <UnstyledButton className={classes.row} aria-current={market.symbol === current ? 'true' : undefined} onClick={() => onPick(market.symbol)}>
              <span className={classes.name}><b>{market.base}</b>/{market.quote}</span>
              <LastPrice market={market} text={lastOf(market)} />
              <span className={classes.change}>
                <Change percent={tickers.data?.find((ticker) => ticker.symbol === market.symbol)?.priceChangePercent} />
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p className={classes.none}>No market has “{wanted}” in its name.</p>}
    </div>
  )
}

function LastPrice({ market, text }: { market: Market; text: string | undefined }) {
  const price = text === undefined ? 0n : decimal(text)
  return <span className={classes.price}>{price === 0n ? '–' : grouped(price, market.pricePlaces)}</span>
}
