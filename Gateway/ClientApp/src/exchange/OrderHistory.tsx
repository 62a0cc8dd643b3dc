import { IconHistory } from '@tabler/icons-react'
import { type Column, DataTable } from '../ui/DataTable'
import { decimal, readable } from '../ui/decimal'
import { Moment } from '../ui/Moment'
import { Empty } from '../ui/states'
import type { Order } from './api'
import { useOrderHistory } from './data'
import type { Market } from './market'
import classes from './OrdersPane.module.css'
import { TableState } from './TableState'
import { meanPrice, statusWords, typeWords } from './words'

/** Every order of this market and how it ended, newest first. */
export function OrderHistory({ market }: { market: Market }) {
  const history = useOrderHistory(market.symbol)
  const columns: Column<Order>[] = [
    { name: 'Placed', width: '100px', wideOnly: true, cell: (order) => <Moment ms={order.time} as="short" /> },
    { name: 'Order', width: '54px', cell: (order) => <span title={order.clientOrderId}>{order.orderId}</span> },
    { name: 'Side', width: '42px', cell: (order) => <span className={order.side === 'BUY' ? classes.buy : classes.sell}>{order.side === 'BUY' ? 'Buy' : 'Sell'}</span> },
    { name: 'Type', width: 'minmax(58px, 0.8fr)', wideOnly: true, cell: typeWords },
    { name: 'Price', width: 'minmax(94px, 1fr)', align: 'right', cell: (order) => priceOf(order, market) },
    { name: 'Filled / amount', width: 'minmax(96px, 1.3fr)', align: 'right', wideOnly: true, cell: (order) => `${readable(decimal(order.executedQty))} / ${readable(decimal(order.origQty))}` },
    { name: 'State', width: 'minmax(78px, 1fr)', align: 'right', cell: (order) => statusWords(order.status) },
  ]
  return (
    <TableState query={history} empty={<Empty icon={IconHistory} title={`No orders on ${market.base}/${market.quote} yet`}>Every order you place here is kept, with how it ended.</Empty>}>
      {(rows) => <DataTable label="Order history" columns={columns} rows={rows} keyOf={(order) => order.orderId} />}
    </TableState>
  )
}

/** The limit, or the mean price of a market order's fills. */
function priceOf(order: Order, market: Market): string {
  if (order.type !== 'MARKET') return readable(decimal(order.price), market.pricePlaces)
  const mean = meanPrice(order)
  return mean === null ? 'Market' : `≈ ${readable((mean / market.tick) * market.tick, market.pricePlaces)}`
}
