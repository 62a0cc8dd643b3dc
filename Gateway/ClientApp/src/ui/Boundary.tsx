import { Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import classes from './Boundary.module.css'
import { Fault } from './states'

/** Keeps a fault of one page from blanking the frame around it. Give it the path as its key: another page starts afresh. */
export class Boundary extends Component<{ children: ReactNode }, { fault: unknown }> {
  override state = { fault: null as unknown }

  static getDerivedStateFromError(fault: unknown) {
    return { fault }
  }

  override render() {
    if (this.state.fault === null) return this.props.children
    return (
      <div className={classes.fault}>
        <Fault error={this.state.fault} title="This page stopped" />
        <Button variant="default" onClick={() => window.location.reload()}>Load it again</Button>
      </div>
    )
  }
}
