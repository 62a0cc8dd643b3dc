import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './Panel.module.css'

/** One pane of a page: a heading, tools at its right, and content that fills the rest. */
export function Panel({ title, tools, className = '', children, ...rest }: {
  title: string
  tools?: ReactNode
  className?: string | undefined
  children: ReactNode
  'data-pane'?: string
}) {
  return (
    <section className={`${classes.panel} ${className}`} aria-label={title} {...rest}>
      <div className={classes.head}>
        <Title order={2} className={classes.title}>{title}</Title>
        {tools}
      </div>
      <div className={classes.body}>{children}</div>
    </section>
  )
}
