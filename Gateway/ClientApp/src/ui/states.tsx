import { Alert, Stack, Text, ThemeIcon } from '@mantine/core'
import { IconAlertCircle, type TablerIcon } from '@tabler/icons-react'
import { type ReactNode, useEffect, useState } from 'react'
import { Refusal, Unanswered } from './http'
import classes from './states.module.css'

const SKELETON_AFTER_MS = 150

/** Nothing here yet: what this is, and the one thing to do next. */
export function Empty({ icon: Icon, title, children, action }: {
  icon: TablerIcon
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <Stack className={classes.empty} gap={6} align="center" justify="center">
      <ThemeIcon variant="light" color="gray" size={40} radius="xl"><Icon size={22} stroke={1.6} aria-hidden /></ThemeIcon>
      <Text fw={600} size="sm">{title}</Text>
      {children !== undefined && <Text size="sm" c="dimmed" maw={380}>{children}</Text>}
      {action !== undefined && <div className={classes.action}>{action}</div>}
    </Stack>
  )
}

/** Why something did not work, in words a person can act on; the stable code stands small beside it. */
export function Fault({ error, title }: { error: unknown; title?: string }) {
  const code = error instanceof Refusal ? error.code : error instanceof Unanswered ? 'unanswered' : 'unexpected'
  const words = error instanceof Refusal || error instanceof Unanswered
    ? error.message
    : 'Something went wrong in this page. Load it again; if it stays, the code and the time help to find it.'
  return (
    <Alert color="red" variant="light" icon={<IconAlertCircle size={18} aria-hidden />} {...(title === undefined ? {} : { title })}
      classNames={{ root: classes.fault ?? '', message: classes.faultWords ?? '' }} role="alert">
      {words} <code className={classes.code}>{code}</code>
    </Alert>
  )
}

/** Shows a skeleton only when the wait is long enough to be seen. */
export function Waiting({ children }: { children: ReactNode }) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SKELETON_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  return <div aria-busy="true" aria-label="Loading" role="status">{late && children}</div>
}
