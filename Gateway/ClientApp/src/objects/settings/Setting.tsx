import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './BucketSettings.module.css'

/** One part: what it is about, and what can be set. */
export function Setting({ title, about, children }: { title: string; about: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.setting} aria-label={title}>
      <h2 className={classes.title}>{title}</h2>
      <Text size="sm" c="dimmed" mb={10}>{about}</Text>
      {children}
    </section>
  )
}
