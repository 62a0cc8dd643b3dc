import { Button, Group, Modal, Progress, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { parseDecimal, readable } from '../ui/decimal'
import { Fault } from '../ui/states'
import { freeOf, useAccount, useRefreshMine } from './data'
import type { Market } from './market'
import { submit } from './outbox'
import { sampleOrders } from './sampleOrders'

const MIDDLES: Record<string, string> = { BTCUSDT: '60000', ETHUSDT: '3000', ETHBTC: '0.05' }

/** Fills an empty book with real orders of one's own, so that there is something to look at and to trade with. */
export function SampleOrdersDialog({ market, opened, onClose }: { market: Market; opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Sample orders on ${market.base}/${market.quote}`}>
      <SampleOrdersForm market={market} onClose={onClose} />
    </Modal>
  )
}

function SampleOrdersForm({ market, onClose }: { market: Market; onClose: () => void }) {
  const account = useAccount()
  const refresh = useRefreshMine()
  const [middle, setMiddle] = useState(MIDDLES[market.symbol] ?? '')
  const [progress, setProgress] = useState<{ placed: number; of: number } | null>(null)
  const [error, setError] = useState<unknown>(null)
  const stopped = useRef(false)
  // Closing the dialog stops it too: nothing is placed that nobody watches.
  useEffect(() => () => { stopped.current = true }, [])
  const price = parseDecimal(middle)
  const balances = account.data?.balances
  const orders = price === null || price <= 0n ? [] : sampleOrders(market, price, freeOf(balances, market.base), freeOf(balances, market.quote))

  const lay = async (event: FormEvent) => {
    event.preventDefault()
    stopped.current = false
    setError(null)
    try {
      for (const [index, order] of orders.entries()) {
        setProgress({ placed: index, of: orders.length })
        if (stopped.current) break
        await submit(order)
      }
      onClose()
    } catch (fault) {
      setError(fault)
    } finally {
      setProgress(null)
      refresh()
    }
  }

  return (
    <form onSubmit={lay}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          Real limit orders of your own on both sides of a price, for up to a quarter of your balance. They wait for somebody to trade with
          them; you can cancel them all at once.
        </Text>
        <TextInput label={`Around the price (${market.quote})`} inputMode="decimal" value={middle} maxLength={20} data-autofocus
          disabled={progress !== null} onChange={(event) => setMiddle(event.currentTarget.value)}
          error={price === null || price <= 0n ? 'Type a price above zero.' : null}
          description={orders.length === 0 ? 'Your balance is too small for sample orders: get test money first.'
            : `${orders.length} orders from ${readable(lowest(orders))} to ${readable(highest(orders))} ${market.quote}.`} />
        {progress !== null && (
          <div role="status">
            <Text size="sm" mb={4}>{progress.placed} placed, {progress.of - progress.placed} to go</Text>
            <Progress value={(progress.placed * 100) / progress.of} aria-label="Orders placed" />
          </div>
        )}
        {error !== null && <Fault error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => { stopped.current = true; if (progress === null) onClose() }}>{progress === null ? 'Cancel' : 'Stop here'}</Button>
          <Button type="submit" loading={progress !== null} disabled={orders.length === 0}>Place them</Button>
        </Group>
      </Stack>
    </form>
  )
}

const prices = (orders: readonly { price?: string }[]) => orders.map((order) => parseDecimal(order.price ?? '') ?? 0n)
const lowest = (orders: readonly { price?: string }[]): bigint => prices(orders).reduce((a, b) => (a < b ? a : b))
const highest = (orders: readonly { price?: string }[]): bigint => prices(orders).reduce((a, b) => (a > b ? a : b))
