import { Text, Tooltip } from '@mantine/core'
import { useConnection, useWaiting } from './connection'
import { useConnectionWords } from './connectionWords'
import classes from './Pulse.module.css'

/** How the connection is, and what still waits to be sent. */
export function Pulse({ narrow }: { narrow: boolean }) {
  const connection = useConnection()
  const waiting = useWaiting()
  const { name, detail, about } = useConnectionWords()
  const more = [detail, waiting > 0 ? `${waiting} waiting` : null].filter((part) => part !== null).join(' · ')
  return (
    <Tooltip label={about} position="right" multiline maw={260}>
      <div className={classes.pulse} role="status" data-connection={connection} aria-label={`Connection: ${name}${detail === null ? '' : ` ${detail}`}`}>
        <span className={classes.dot} aria-hidden />
        {!narrow && (
          <Text size="sm" component="span" className={classes.words ?? ''}>
            {name}
            {more !== '' && <span className={classes.more}>{more}</span>}
          </Text>
        )}
      </div>
    </Tooltip>
  )
}
