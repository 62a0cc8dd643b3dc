import { Button, NativeSelect } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import { memo, useState } from 'react'
import { decimal, fixed, grouped, plain } from '../ui/decimal'
import { Panel } from '../ui/Panel'
import { Empty } from '../ui/states'
import { useStore } from '../ui/store'
import { type Row, rowsOf } from './book'
import type { Order } from './api'
import { feed, type MarketView } from './feed'
import list from './PriceList.module.css'
import classes from './Ladder.module.css'
import { LadderSkeleton } from './LadderSkeleton'
import type { Market } from './market'

const ROW_PX = 20
const MIDDLE_PX = 40
const HEAD_PX = 22
const GROUPINGS = [1n, 10n, 100n, 1000n]

/** The book as a ladder: offers above, bids below, the last price and the spread between them. A click takes a price over. */
export function Ladder({ market, own, onPick, onFill }: {
  market: Market
  own: readonly Order[]
  onPick: (price: string) => void
  onFill: () => void
}) {
  const view = useStore(feed.view)
  const [grouping, setGrouping] = useState('1')
  const { ref, height } = useElementSize()
  const count = Math.max(3, Math.floor((height - MIDDLE_PX - HEAD_PX) / 2 / ROW_PX))
  const step = market.tick * BigInt(grouping)
  const tools = (
    <NativeSelect size="xs" aria-label="Price steps" className={classes.grouping ?? ''} value={grouping}
      onChange={(event) => setGrouping(event.currentTarget.value)}
      data={GROUPINGS.map((factor) => ({ value: String(factor), label: plain(market.tick * factor) }))} />
  )
  return (
    <Panel title="Order book" tools={tools} className={classes.pane} data-pane="book">
      <div ref={ref} className={`${list.list} ${classes.ladder}`} data-stale={view !== null && view.staleSince !== null}>
        {view === null || view.symbol !== market.symbol
          ? <LadderSkeleton rows={count} />
          : view.book.bids.length === 0 && view.book.asks.length === 0
            ? <NobodyYet onFill={onFill} />
            : <Sides view={view} market={market} step={step} count={count} own={own} onPick={onPick} />}
      </div>
    </Panel>
  )
}

function NobodyYet({ onFill }: { onFill: () => void }) {
  return (
    <Empty icon={IconArrowsSort} title="Nobody bids or offers yet" action={<Button variant="light" size="xs" onClick={onFill}>Place sample orders</Button>}>
      Be the first: place a limit order at the price you think is right, or fill the book with a few.
    </Empty>
  )
}

function Sides({ view, market, step, count, own, onPick }: {
  view: MarketView
  market: Market
  step: bigint
  count: number
  own: readonly Order[]
  onPick: (price: string) => void
}) {
  const asks = rowsOf(view.book.asks, 'asks', step, count)
  const bids = rowsOf(view.book.bids, 'bids', step, count)
  const deepest = [asks.at(-1)?.total ?? 0n, bids.at(-1)?.total ?? 0n].reduce((a, b) => (a > b ? a : b))
  const mine = new Set(own.filter((order) => order.symbol === market.symbol).map((order) => `${order.side}${rowPrice(order.price, step, order.side)}`))
  const row = (side: 'BUY' | 'SELL') => ({ price, quantity, total }: Row) => (
    <LadderRow key={String(price)} side={side} text={grouped(price, market.pricePlaces)} price={plain(price)}
      quantity={fixed(quantity, market.quantityPlaces)} total={fixed(total, market.quantityPlaces)}
      share={deepest === 0n ? 0 : Number((total * 1000n) / deepest) / 1000} own={mine.has(`${side}${price}`)} onPick={onPick} />
  )
  return (
    <>
      <div className={`${list.columns} ${classes.head}`} aria-hidden><span>Price {market.quote}</span><span>Amount {market.base}</span><span>Sum</span></div>
      <div className={classes.asks} role="group" aria-label="Offers">{asks.map(row('SELL')).reverse()}</div>
      <Middle view={view} market={market} />
      <div className={classes.bids} role="group" aria-label="Bids">{bids.map(row('BUY'))}</div>
    </>
  )
}

/** The row in which an order's price falls, in units. */
function rowPrice(price: string, step: bigint, side: 'BUY' | 'SELL'): string {
  const units = decimal(price)
  return String(side === 'BUY' ? (units / step) * step : ((units + step - 1n) / step) * step)
}

/** Texts as properties: a row renders again only when what it shows is another. */
const LadderRow = memo(function LadderRow({ side, text, price, quantity, total, share, own, onPick }: {
  side: 'BUY' | 'SELL'
  text: string
  price: string
  quantity: string
  total: string
  share: number
  own: boolean
  onPick: (price: string) => void
}) {
  return (
    <button type="button" className={`${list.columns} ${classes.row}`} data-side={side} tabIndex={-1} onClick={() => onPick(price)}
      aria-description={`Takes this price over; ${quantity} wait at it, ${total} up to it${own ? ', your order among them' : ''}`}>
      <span className={classes.bar} style={{ transform: `scaleX(${share})` }} aria-hidden />
      <span className={classes.price}>{own && <span className={classes.own} />}{text}</span>
      <span>{quantity}</span>
      <span>{total}</span>
    </button>
  )
})

function Middle({ view, market }: { view: MarketView; market: Market }) {
  const [last, before] = view.trades
  const ask = view.book.asks[0]?.price
  const bid = view.book.bids[0]?.price
  const falls = last !== undefined && before !== undefined && decimal(last.price) < decimal(before.price)
  const Arrow = falls ? IconArrowDown : IconArrowUp
  return (
    <div className={classes.middle}>
      {last === undefined
        ? <span className={classes.quiet}>No trade yet</span>
        : <span className={classes.last} data-falls={falls}>{grouped(decimal(last.price), market.pricePlaces)}<Arrow size={16} aria-hidden /></span>}
      {ask !== undefined && bid !== undefined && <span className={classes.quiet}>Spread {grouped(ask - bid, market.pricePlaces)}</span>}
    </div>
  )
}
