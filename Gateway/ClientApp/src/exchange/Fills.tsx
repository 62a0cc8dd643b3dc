import { IconArrowsExchange } from '@tabler/icons-react'
import { type Column, DataTable } from '../ui/DataTable'
import { decimal, readable } from '../ui/decimal'
import { Moment } from '../ui/Moment'
import { Empty } from '../ui/states'
import type { Fill } from './api'
import { useFills } from './data'
import type { Market } from './market'
import classes from './OrdersPane.module.css'
import { TableState } from './TableState'

/** One's own trades in this market, newest first. */
export function Fills({ market }: { market: Market }) {
  const fills = useFills(market.symbol)
  const columns: Column<Fill>[] = [
    { name: 'Time', width: '100px', cell: (fill) => <Moment ms={fill.time} as="short" /> },
    { name: 'Side', width: '42px', cell: (fill) => <span className={fill.isBuyer ? classes.buy : classes.sell}>{fill.isBuyer ? 'Buy' : 'Sell'}</span> },
    { name: 'Price', width: 'minmax(70px, 1fr)', align: 'right', cell: (fill) => readable(decimal(fill.price), market.pricePlaces) },
    { name: 'Amount', width: 'minmax(60px, 1fr)', align: 'right', cell: (fill) => readable(decimal(fill.qty)) },
    { name: 'Total', width: 'minmax(70px, 1fr)', align: 'right', wideOnly: true, cell: (fill) => readable(decimal(fill.quoteQty), market.quotePlaces) },
    { name: 'Fee', width: 'minmax(90px, 1fr)', align: 'right', wideOnly: true, cell: (fill) => `${readable(decimal(fill.commission))} ${fill.commissionAsset}` },
    { name: 'As', width: '46px', wideOnly: true, cell: (fill) => (fill.isMaker ? 'Maker' : 'Taker') },
  ]
  return (
    <TableState query={fills} empty={<Empty icon={IconArrowsExchange} title="No fills yet">When an order of yours meets another, both sides see it here.</Empty>}>
      {(rows) => <DataTable label="Fills" columns={columns} rows={rows} keyOf={(fill) => `${fill.id} ${fill.orderId}`} />}
    </TableState>
  )
}
