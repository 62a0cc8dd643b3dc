import { Text, Tooltip } from '@mantine/core'
import { useConnection, useWaiting } from './connection'
import classes from './Pulse.module.css'

const words = {
  live: { name: 'Live', about: 'The server answers and what you see is up to date.' },
  reconnecting: { name: 'Reconnecting…', about: 'The server does not answer. What you see may be old; it is asked again until it does.' },
  offline: { name: 'Offline', about: 'This device has no network. What you typed stays.' },
}

/** How the connection is, and what still waits to be sent. */
export function Pulse({ narrow }: { narrow: boolean }) {
  const connection = useConnection()
  const waiting = useWaiting()
  const { name, about } = words[connection]
  return (
    <Tooltip label={about} position="right" multiline maw={260}>
      <div className={classes.pulse} role="status" data-connection={connection} aria-label={`Connection: ${name}`}>
        <span className={classes.dot} aria-hidden />
        {!narrow && <Text size="sm" component="span">{name}{waiting > 0 && ` · ${waiting} waiting`}</Text>}
      </div>
    </Tooltip>
  )
}
