import { IconActivity } from '@tabler/icons-react'
import { memo } from 'react'
import { decimal, fixed, grouped } from '../ui/decimal'
import { Moment } from '../ui/Moment'
import { Panel } from '../ui/Panel'
import { Empty } from '../ui/states'
import { useStore } from '../ui/store'
import { feed, type Trade } from './feed'
import { LadderSkeleton } from './LadderSkeleton'
import type { Market } from './market'
import list from './PriceList.module.css'
import classes from './Tape.module.css'

/** The newest trades of everybody, newest first. */
export function Tape({ market }: { market: Market }) {
  const view = useStore(feed.view)
  const trades = view?.symbol === market.symbol ? view.trades : null
  return (
    <Panel title="Trades" className={classes.pane} data-pane="book">
      {trades === null ? <LadderSkeleton rows={6} /> : trades.length === 0
        ? <Empty icon={IconActivity} title="No trades yet">The first one shows here as soon as a bid meets an offer.</Empty>
        : (
          <div className={`${list.list} ${classes.tape}`} data-stale={view?.staleSince !== null} tabIndex={0} role="region" aria-label="Trades">
            <div className={`${list.columns} ${classes.head}`} aria-hidden><span>Price {market.quote}</span><span>Amount {market.base}</span><span>Time</span></div>
            {trades.map((trade) => <TapeRow key={trade.id} trade={trade} pricePlaces={market.pricePlaces} quantityPlaces={market.quantityPlaces} />)}
          </div>
        )}
    </Panel>
  )
}

const TapeRow = memo(function TapeRow({ trade, pricePlaces, quantityPlaces }: { trade: Trade; pricePlaces: number; quantityPlaces: number }) {
  return (
    <div className={`${list.columns} ${classes.row}`}>
      <span className={trade.isBuyerMaker ? classes.sell : classes.buy}>{grouped(decimal(trade.price), pricePlaces)}</span>
      <span>{fixed(decimal(trade.qty), quantityPlaces)}</span>
      <Moment ms={trade.time} as="time" />
    </div>
  )
})
