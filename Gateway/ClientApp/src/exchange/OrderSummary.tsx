import { grouped, readable } from '../ui/decimal'
import type { Market } from './market'
import classes from './OrderSummary.module.css'
import type { Preview, Surroundings, Ticket } from './ticket'

/** What is there to spend, what the order comes to and what it brings. Lines never appear or vanish, so that nothing jumps. */
export function OrderSummary({ market, ticket, preview, around }: {
  market: Market
  ticket: Ticket
  preview: Preview
  around: Surroundings
}) {
  const buys = ticket.side === 'BUY'
  const about = ticket.type === 'MARKET' ? '≈ ' : ''
  const received = buys ? market.base : market.quote
  const ppm = preview.crosses ? around.takerPpm : around.makerPpm
  return (
    <dl className={classes.summary}>
      <dt>Available</dt>
      <dd>{buys ? `${readable(around.freeQuote, 2)} ${market.quote}` : `${readable(around.freeBase, 2)} ${market.base}`}</dd>
      <dt>{buys ? 'Cost' : 'Worth'}</dt>
      <dd>{preview.quote === null ? '–' : `${about}${grouped(preview.quote, market.quotePlaces)} ${market.quote}`}</dd>
      <dt>Fee ({percent(ppm)})</dt>
      <dd>{preview.fee === null ? '–' : `${about}${readable(preview.fee)} ${received}`}</dd>
    </dl>
  )
}

function percent(ppm: bigint): string {
  return `${readable(ppm * 10_000n)}%`
}
