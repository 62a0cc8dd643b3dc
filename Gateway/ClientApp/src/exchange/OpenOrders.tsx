import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconListDetails } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useActions } from '../ui/actions'
import { type Column, DataTable } from '../ui/DataTable'
import { decimal, readable } from '../ui/decimal'
import { Refusal } from '../ui/http'
import { Moment } from '../ui/Moment'
import { Empty, Fault } from '../ui/states'
import { cancelAllOrders, cancelOrder, type Order } from './api'
import { useOpenOrders, useRefreshMine } from './data'
import type { Market } from './market'
import classes from './OrdersPane.module.css'
import { TableState } from './TableState'
import { typeWords } from './words'

const UNKNOWN_ORDER = '-2011'

/** What waits in the books, of all markets, each order with its end one press away. */
export function OpenOrders({ markets, symbol }: { markets: readonly Market[]; symbol: string }) {
  const open = useOpenOrders()
  const refresh = useRefreshMine()
  const [asking, setAsking] = useState(false)
  const cancel = useMutation({
    mutationFn: async (order: Order) => {
      // An order that ended meanwhile is what was wanted, whoever ended it.
      await cancelOrder(order.symbol, order.orderId).catch((fault: unknown) => {
        if (!(fault instanceof Refusal && fault.code === UNKNOWN_ORDER)) throw fault
      })
    },
    onSettled: refresh,
  })
  const here = (open.data ?? []).filter((order) => order.symbol === symbol)
  useActions(here.length === 0 ? [] : [{ id: 'cancel-all', group: 'Exchange', label: `Cancel all open orders on ${symbol}`, keys: 'x', run: () => setAsking(true) }])
  const placesOf = (order: Order) => markets.find((market) => market.symbol === order.symbol)
  const columns: Column<Order>[] = [
    { name: 'Placed', width: '100px', wideOnly: true, cell: (order) => <Moment ms={order.time} as="short" /> },
    { name: 'Market', width: 'minmax(70px, 0.8fr)', cell: (order) => order.symbol },
    { name: 'Side', width: '42px', cell: (order) => <span className={order.side === 'BUY' ? classes.buy : classes.sell}>{order.side === 'BUY' ? 'Buy' : 'Sell'}</span> },
    { name: 'Type', width: 'minmax(66px, 0.7fr)', wideOnly: true, cell: typeWords },
    { name: 'Price', width: 'minmax(70px, 1fr)', align: 'right', cell: (order) => readable(decimal(order.price), placesOf(order)?.pricePlaces ?? 2) },
    { name: 'Amount', width: 'minmax(60px, 1fr)', align: 'right', cell: (order) => readable(decimal(order.origQty)) },
    { name: 'Filled', width: '52px', align: 'right', wideOnly: true, cell: (order) => `${filledPercent(order)}%` },
    {
      name: 'Cancel', width: '62px', align: 'right',
      cell: (order) => (
        <Button size="compact-xs" variant="default" loading={cancel.isPending && cancel.variables.orderId === order.orderId}
          onClick={() => cancel.mutate(order)} aria-label={`Cancel order ${order.orderId}`}>Cancel</Button>
      ),
    },
  ]
  return (
    <TableState query={open} empty={<Empty icon={IconListDetails} title="No open orders">Limit orders that wait for the other side stand here until they are filled or cancelled.</Empty>}>
      {(rows) => (
        <div className={classes.full}>
          {cancel.isError && <Fault error={cancel.error} />}
          <div className={classes.fill}>
            <DataTable label="Open orders" columns={columns} rows={rows} keyOf={(order) => `${order.symbol} ${order.orderId}`} />
          </div>
          {here.length > 1 && (
            <div className={classes.bar}>
              <Text size="xs" c="dimmed">{rows.length} open, {here.length} on {symbol}</Text>
              <Button size="compact-sm" variant="default" onClick={() => setAsking(true)}>Cancel all on {symbol}</Button>
            </div>
          )}
          <CancelAll symbol={symbol} count={here.length} opened={asking} onClose={() => setAsking(false)} />
        </div>
      )}
    </TableState>
  )
}

function filledPercent(order: Order): string {
  const whole = decimal(order.origQty)
  return String(whole === 0n ? 0n : (decimal(order.executedQty) * 100n) / whole)
}

function CancelAll({ symbol, count, opened, onClose }: { symbol: string; count: number; opened: boolean; onClose: () => void }) {
  const refresh = useRefreshMine()
  const cancel = useMutation({ mutationFn: () => cancelAllOrders(symbol), onSuccess: onClose, onSettled: refresh })
  return (
    <Modal opened={opened} onClose={onClose} title={`Cancel all on ${symbol}?`}>
      <Stack>
        <Text size="sm">{count} open {count === 1 ? 'order leaves' : 'orders leave'} the book and what they held is free again. What was filled stays filled.</Text>
        {cancel.isError && <Fault error={cancel.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>Keep them</Button>
          <Button data-autofocus loading={cancel.isPending} onClick={() => cancel.mutate()}>Cancel all</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
