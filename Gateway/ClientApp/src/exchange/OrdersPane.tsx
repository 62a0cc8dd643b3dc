import { Tabs } from '@mantine/core'
import { useState } from 'react'
import { Frame } from '../ui/Panel'
import classes from './OrdersPane.module.css'
import { Balances } from './Balances'
import { useOpenOrders } from './data'
import { Fills } from './Fills'
import type { Market } from './market'
import { OpenOrders } from './OpenOrders'
import { OrderHistory } from './OrderHistory'

/** One's own side of the exchange: what is open, what was, what was filled, and what one has. */
export function OrdersPane({ market, markets, onTestMoney }: { market: Market; markets: readonly Market[]; onTestMoney: () => void }) {
  const [tab, setTab] = useState<string | null>('open')
  const open = useOpenOrders()
  const count = open.data?.length ?? 0
  return (
    <Frame title="Your orders and balances" className={classes.pane} data-pane="orders">
      <Tabs value={tab} onChange={setTab} keepMounted={false} className={classes.tabs ?? ''} classNames={{ panel: classes.panel ?? '', list: classes.list ?? '' }}>
        <Tabs.List>
          <Tabs.Tab value="open">Open orders{count > 0 && ` (${count})`}</Tabs.Tab>
          <Tabs.Tab value="history">History</Tabs.Tab>
          <Tabs.Tab value="fills">Fills</Tabs.Tab>
          <Tabs.Tab value="balances">Balances</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="open"><OpenOrders markets={markets} symbol={market.symbol} /></Tabs.Panel>
        <Tabs.Panel value="history"><OrderHistory market={market} /></Tabs.Panel>
        <Tabs.Panel value="fills"><Fills market={market} /></Tabs.Panel>
        <Tabs.Panel value="balances"><Balances onTestMoney={onTestMoney} /></Tabs.Panel>
      </Tabs>
    </Frame>
  )
}
