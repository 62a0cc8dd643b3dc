import { Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import classes from './Boundary.module.css'
import { Fault } from './states'

interface State {
  fault: unknown
  path: string
}

/** Keeps a fault of one page from blanking the frame around it. On another path there is another chance. */
export class Boundary extends Component<{ path: string; children: ReactNode }, State> {
  override state: State = { fault: null, path: this.props.path }

  static getDerivedStateFromProps({ path }: { path: string }, state: State): State | null {
    return path === state.path ? null : { fault: null, path }
  }

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
