import { Button, Checkbox, NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import { type FormEvent, type RefObject, useState } from 'react'
import { useConnection } from '../ui/connection'
import { readable } from '../ui/decimal'
import { Unanswered } from '../ui/http'
import { KEYS_PASS } from '../ui/Keys'
import { Panel } from '../ui/Panel'
import { Fault } from '../ui/states'
import type { Lifetime, Order } from './api'
import { useAccount, useRefreshMine } from './data'
import { useSurroundings } from './surroundings'
import type { Market } from './market'
import classes from './OrderForm.module.css'
import { OrderSummary } from './OrderSummary'
import { submit } from './outbox'
import { type Field, fillShare, follow, preview, type Ticket, type } from './ticket'
import { outcomeWords } from './words'
import { UnansweredOrders } from './UnansweredOrders'

export interface FormFields {
  price: RefObject<HTMLInputElement | null>
  amount: RefObject<HTMLInputElement | null>
}

/** Places orders. What it refuses, it refuses in words under the field; what the exchange refuses, with the exchange's code. */
export function OrderForm({ market, ticket, fields, onChange, onTestMoney }: {
  market: Market
  ticket: Ticket
  fields: FormFields
  onChange: (ticket: Ticket) => void
  onTestMoney: () => void
}) {
  const around = useSurroundings(market, ticket.side)
  const account = useAccount()
  const refresh = useRefreshMine()
  const connection = useConnection()
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [placed, setPlaced] = useState<Order | null>(null)
  const seen = preview(ticket, market, around)
  const fault = seen.fault !== null && (tried || !seen.fault.missing) ? seen.fault : null
  const poor = account.data !== undefined && (ticket.side === 'BUY' ? around.freeQuote : around.freeBase) === 0n
  const words = (field: Field) => (fault?.field === field ? fault.words : null)

  const change = (changed: Ticket) => {
    setError(null)
    setPlaced(null)
    setTried(false)
    onChange(changed)
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    setPlaced(null)
    setError(null)
    if (busy || seen.request === null) return
    if (connection !== 'live') {
      setError(new Unanswered('Not sent: there is no connection, and prices may have moved. What you typed stays; send it when the rail says Live.'))
      return
    }
    setBusy(true)
    try {
      setPlaced(await submit(seen.request))
      setTried(false)
      onChange({ ...ticket, amount: '', total: '' })
    } catch (reason) {
      // An order without an answer is not lost: the outbox below the form asks again, so a second press would be a second order.
      if (reason instanceof Unanswered) onChange({ ...ticket, amount: '', total: '' })
      else setError(reason)
      setTried(false)
    } finally {
      setBusy(false)
      refresh()
    }
  }
  const field = (name: Field, label: string, unit: string, reference?: RefObject<HTMLInputElement | null>) => (
    <TextInput {...(reference === undefined ? {} : { ref: reference })} label={label} inputMode="decimal" autoComplete="off" value={ticket[name]}
      onChange={(event) => change(type(ticket, name, event.currentTarget.value.replace(',', '.'), market))} error={words(name)}
      rightSection={<span className={classes.unit}>{unit}</span>} rightSectionWidth={56} maxLength={28} {...{ [KEYS_PASS]: '' }} />
  )

  return (
    <Panel title="Place an order" className={classes.pane} data-pane="trade">
      <form className={classes.form} onSubmit={send} noValidate>
        <SegmentedControl fullWidth value={ticket.side} onChange={(side) => change({ ...ticket, side: side as Ticket['side'] })} aria-label="Side"
          className={classes.side ?? ''} data-side={ticket.side} data={[{ value: 'BUY', label: 'Buy' }, { value: 'SELL', label: 'Sell' }]} />
        <SegmentedControl fullWidth size="xs" value={ticket.type} aria-label="Type"
          onChange={(kind) => change(follow({ ...ticket, type: kind as Ticket['type'] }, market))}
          data={[{ value: 'LIMIT', label: 'Limit' }, { value: 'MARKET', label: 'Market' }]} />
        {ticket.type === 'LIMIT' && field('price', 'Price', market.quote, fields.price)}
        {(ticket.type === 'LIMIT' || ticket.by === 'amount') && field('amount', 'Amount', market.base, fields.amount)}
        {(ticket.type === 'LIMIT' || ticket.by === 'total') && field('total', 'Total', market.quote, ticket.type === 'MARKET' ? fields.amount : undefined)}
        {ticket.type === 'MARKET' && (
          <SegmentedControl size="xs" fullWidth value={ticket.by} aria-label="Market order by"
            onChange={(by) => change({ ...ticket, by: by as Ticket['by'], amount: '', total: '' })}
            data={[{ value: 'amount', label: `By amount of ${market.base}` }, { value: 'total', label: `By total of ${market.quote}` }]} />
        )}
        <div className={classes.shares} role="group" aria-label="Share of your balance">
          {[25n, 50n, 75n, 100n].map((percent) => (
            <Button key={String(percent)} size="compact-xs" variant="default" disabled={poor || (ticket.side === 'BUY' && ticket.type === 'LIMIT' && ticket.price === '')}
              onClick={() => change(fillShare(ticket, percent, market, around))}>{percent === 100n ? 'Max' : `${percent}%`}</Button>
          ))}
        </div>
        {ticket.type === 'LIMIT' && (
          <div className={classes.options}>
            <NativeSelect size="xs" aria-label="How long it waits" value={ticket.lifetime} disabled={ticket.postOnly}
              onChange={(event) => change({ ...ticket, lifetime: event.currentTarget.value as Lifetime })}
              data={[
                { value: 'GTC', label: 'Until cancelled' }, { value: 'IOC', label: 'At once or cancel' }, { value: 'FOK', label: 'All or nothing' },
              ]} />
            <Checkbox size="xs" label="Post-only" checked={ticket.postOnly} onChange={(event) => change({ ...ticket, postOnly: event.currentTarget.checked })} />
          </div>
        )}
        <OrderSummary market={market} ticket={ticket} preview={seen} around={around} />
        {poor
          ? <Button variant="light" onClick={onTestMoney}>Get test money to {ticket.side === 'BUY' ? 'buy' : 'sell'} {market.base}</Button>
          : (
            <Button type="submit" loading={busy} className={classes.submit ?? ''} data-side={ticket.side} disabled={connection === 'offline'}>
              {ticket.side === 'BUY' ? 'Buy' : 'Sell'} {market.base}
            </Button>
          )}
        {error !== null && <Fault error={error} />}
        {placed !== null && <p className={classes.placed} role="status">{outcomeWords(placed, market)}</p>}
        <UnansweredOrders />
        {seen.estimate !== null && !seen.estimate.complete && fault === null && (
          <p className={classes.note}>The book holds only {readable(seen.estimate.quantity)} {market.base}; the rest will expire.</p>
        )}
      </form>
    </Panel>
  )
}
