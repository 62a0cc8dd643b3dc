import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useEffect } from 'react'
import { Refusal } from '../ui/http'
import { useStore } from '../ui/store'
import { useRefreshMine } from './data'
import { giveUp, onSettled, unanswered } from './outbox'
import classes from './UnansweredOrders.module.css'
import { requestWords, statusWords } from './words'

/** Orders that were sent and not answered: they are asked for again with the same id, so that none is placed twice. */
export function UnansweredOrders() {
  const waiting = useStore(unanswered)
  const refresh = useRefreshMine()
  useEffect(() => onSettled((intent, outcome) => {
    refresh()
    notifications.show(outcome instanceof Refusal
      ? { color: 'red', title: 'An order was refused after all', message: `${requestWords(intent.request)}: ${outcome.message}` }
      : { title: 'An unanswered order is answered', message: `${requestWords(intent.request)}: ${statusWords(outcome.status)}.` })
  }), [refresh])
  if (waiting.length === 0) return null
  return (
    <div className={classes.waiting} role="status">
      <p>No answer yet. Asked again with the same id until there is one, so nothing is placed twice:</p>
      {waiting.map((intent) => (
        <div key={intent.id} className={classes.row}>
          <span>{requestWords(intent.request)}</span>
          <Button size="compact-xs" variant="default" onClick={() => giveUp(intent)}
            title="The order may stand in the book nevertheless: look at your open orders.">Stop asking</Button>
        </div>
      ))}
    </div>
  )
}
