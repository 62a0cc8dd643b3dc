import { Button, SegmentedControl, Skeleton } from '@mantine/core'
import { IconMapOff } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useActions } from '../ui/actions'
import { navigate, redirect } from '../ui/router'
import { Empty, Fault, Waiting } from '../ui/states'
import { ChartPane } from './ChartPane'
import { useLiveMine, useMarkets, useOpenOrders } from './data'
import classes from './ExchangePage.module.css'
import { feed } from './feed'
import { useFillNotices } from './fillNotices'
import { Ladder } from './Ladder'
import type { Market } from './market'
import { MarketHeader } from './MarketHeader'
import { MarketList } from './MarketList'
import { OrderForm } from './OrderForm'
import { OrdersPane } from './OrdersPane'
import { Panel } from '../ui/Panel'
import { SampleOrdersDialog } from './SampleOrdersDialog'
import { Tape } from './Tape'
import { TestMoneyDialog } from './TestMoneyDialog'
import { emptyTicket, follow, type Ticket, type } from './ticket'

const LAST_MARKET = 'exchange-market'

/** Opens the market of the address, or the last one seen. */
export default function ExchangePage({ symbol }: { symbol: string }) {
  const markets = useMarkets()
  const wanted = symbol || localStorage.getItem(LAST_MARKET) || ''
  const market = markets.data?.find((candidate) => candidate.symbol === wanted) ?? (symbol === '' ? markets.data?.[0] : undefined)
  useEffect(() => {
    if (market !== undefined) localStorage.setItem(LAST_MARKET, market.symbol)
    if (market !== undefined && symbol !== market.symbol) redirect(`/exchange/${market.symbol}`)
  }, [market, symbol])
  if (markets.isPending) return <Waiting><Skeleton m="md" height="80vh" width="auto" /></Waiting>
  if (markets.isError) return <div className={classes.alone}><Fault error={markets.error} title="The markets could not be read" /></div>
  if (market === undefined) {
    return (
      <Empty icon={IconMapOff} title={`There is no market ${wanted}`} action={<Button onClick={() => navigate('/exchange')}>Show a market that is there</Button>}>
        Markets here: {markets.data.map((candidate) => candidate.symbol).join(', ') || 'none yet'}.
      </Empty>
    )
  }
  return <Trading key={market.symbol} market={market} markets={markets.data} />
}

type Screen = 'markets' | 'chart' | 'book' | 'trade' | 'orders'

function Trading({ market, markets }: { market: Market; markets: readonly Market[] }) {
  const [ticket, setTicket] = useState<Ticket>(emptyTicket)
  const [screen, setScreen] = useState<Screen>('chart')
  const [funding, setFunding] = useState(false)
  const [filling, setFilling] = useState(false)
  const search = useRef<HTMLInputElement>(null)
  const price = useRef<HTMLInputElement>(null)
  const amount = useRef<HTMLInputElement>(null)
  const open = useOpenOrders()
  useEffect(() => { feed.watch(market.symbol) }, [market])
  useLiveMine()
  useFillNotices(market)

  const goTo = (symbol: string) => navigate(`/exchange/${symbol}`)
  const beside = (offset: number) => markets[(markets.indexOf(market) + offset + markets.length) % markets.length]?.symbol ?? market.symbol
  const focus = (where: Screen, field: typeof price) => {
    setScreen(where)
    requestAnimationFrame(() => field.current?.focus())
  }
  const takePrice = (text: string) => {
    setTicket((present) => type({ ...present, type: 'LIMIT' }, 'price', text, market))
    focus('trade', amount)
  }
  const kind = (next: Ticket['type']) => setTicket((present) => follow({ ...present, type: next }, market))
  useActions([
    { id: 'buy', group: 'Exchange', label: 'Buy', keys: 'b', run: () => { setTicket({ ...ticket, side: 'BUY' }); setScreen('trade') } },
    { id: 'sell', group: 'Exchange', label: 'Sell', keys: 's', run: () => { setTicket({ ...ticket, side: 'SELL' }); setScreen('trade') } },
    { id: 'limit', group: 'Exchange', label: 'Limit order', keys: 'l', run: () => kind('LIMIT') },
    { id: 'market', group: 'Exchange', label: 'Market order', keys: 'm', run: () => kind('MARKET') },
    { id: 'price', group: 'Exchange', label: 'Type the price', keys: 'p', run: () => focus('trade', price) },
    { id: 'amount', group: 'Exchange', label: 'Type the amount', keys: 'a', run: () => focus('trade', amount) },
    { id: 'clear', group: 'Exchange', label: 'Clear the order form', keys: 'Escape', run: () => setTicket({ ...emptyTicket, side: ticket.side, type: ticket.type }) },
    { id: 'find', group: 'Exchange', label: 'Find a market', keys: '/', run: () => focus('markets', search) },
    { id: 'next', group: 'Exchange', label: 'Next market', keys: ']', run: () => goTo(beside(1)) },
    { id: 'previous', group: 'Exchange', label: 'Previous market', keys: '[', run: () => goTo(beside(-1)) },
    { id: 'money', group: 'Exchange', label: 'Get test money', keys: 't', run: () => setFunding(true) },
    { id: 'sample', group: 'Exchange', label: 'Place sample orders', run: () => setFilling(true) },
    ...markets.map((other) => ({ id: `market-${other.symbol}`, group: 'Markets', label: `${other.base}/${other.quote}`, run: () => goTo(other.symbol) })),
  ])

  return (
    <div className={classes.page}>
      <MarketHeader market={market} onTestMoney={() => setFunding(true)} />
      <SegmentedControl className={classes.screens ?? ''} fullWidth size="sm" aria-label="Screen" value={screen} onChange={(value) => setScreen(value as Screen)}
        data={[
          { value: 'markets', label: 'Markets' }, { value: 'chart', label: 'Chart' }, { value: 'book', label: 'Book' },
          { value: 'trade', label: 'Trade' }, { value: 'orders', label: 'Orders' },
        ]} />
      <div className={classes.panes} data-screen={screen}>
        <Ladder market={market} own={open.data ?? []} onPick={takePrice} onFill={() => setFilling(true)} />
        <Tape market={market} />
        <ChartPane market={market} />
        <OrdersPane market={market} markets={markets} onTestMoney={() => setFunding(true)} />
        <div className={classes.side} data-pane="trade markets">
          <Panel title="Markets" className={classes.markets} data-pane="markets">
            <MarketList current={market.symbol} search={search} onPick={(symbol) => { goTo(symbol); setScreen('chart') }} />
          </Panel>
          <OrderForm market={market} ticket={ticket} fields={{ price, amount }} onChange={setTicket} onTestMoney={() => setFunding(true)} />
        </div>
      </div>
      <SampleOrdersDialog market={market} opened={filling} onClose={() => setFilling(false)} />
      <TestMoneyDialog markets={markets} opened={funding} onClose={() => setFunding(false)} />
    </div>
  )
}
