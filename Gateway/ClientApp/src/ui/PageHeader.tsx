import { Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import type { ReactNode } from 'react'
import classes from './PageHeader.module.css'

/** The top of every page: what it is, one sentence of state, at most one primary action. */
export function PageHeader({ title, state, action }: { title: string; state: ReactNode; action?: ReactNode }) {
  useDocumentTitle(`${title} · OrleansLLD`)
  return (
    <header className={classes.header}>
      <div className={classes.words}>
        <Title order={1}>{title}</Title>
        <Text component="p" m={0} size="sm" c="dimmed">{state}</Text>
      </div>
      {action}
    </header>
  )
}
