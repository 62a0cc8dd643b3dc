import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './Panel.module.css'

interface Pane {
  title: string
  className?: string | undefined
  children: ReactNode
  'data-pane'?: string
}

/** One pane of a page, whatever is in it; the title is read and not shown. */
export function Frame({ title, className = '', ...rest }: Pane) {
  return <section className={`${classes.frame} ${className}`} aria-label={title} {...rest} />
}

/** One pane of a page: a heading, tools at its right, and content that fills the rest. */
export function Panel({ title, tools, className = '', children, ...rest }: Pane & { tools?: ReactNode }) {
  return (
    <Frame title={title} className={`${classes.panel} ${className}`} {...rest}>
      <div className={classes.head}>
        <Title order={2} className={classes.title}>{title}</Title>
        {tools}
      </div>
      <div className={classes.body}>{children}</div>
    </Frame>
  )
}
