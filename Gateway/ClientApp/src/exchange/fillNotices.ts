import { notifications } from '@mantine/notifications'
import { useEffect, useRef } from 'react'
import { decimal, readable } from '../ui/decimal'
import { useFills } from './data'
import type { Market } from './market'

/** Says when an order that waited in the book was filled. What traded at once was answered in the form already. */
export function useFillNotices(market: Market): void {
  const fills = useFills(market.symbol)
  const newest = useRef<number | null>(null)
  useEffect(() => {
    if (fills.data === undefined) return
    const known = newest.current
    newest.current = fills.data[0]?.id ?? 0
    if (known === null) return
    const fresh = fills.data.filter((fill) => fill.id > known && fill.isMaker)
    const first = fresh[0]
    if (first === undefined) return
    const amount = fresh.reduce((sum, fill) => sum + decimal(fill.qty), 0n)
    notifications.show({
      title: fresh.length === 1 ? 'An order of yours was filled' : `${fresh.length} fills of your orders`,
      message: `${first.isBuyer ? 'Bought' : 'Sold'} ${readable(amount)} ${market.base} at ${readable(decimal(first.price), market.pricePlaces)} ${market.quote}.`,
    })
  }, [fills.data, market])
}
