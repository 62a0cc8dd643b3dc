import { Text } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { BottomBar } from './BottomBar'
import { useConnection } from './connection'
import { useConnectionWords } from './connectionWords'
import { Keys } from './Keys'
import { Palette } from './Palette'
import { Rail } from './Rail'
import { usePath } from './router'
import classes from './Shell.module.css'

/** The frame around every page of somebody who is signed in. */
export function Shell({ children }: { children: ReactNode }) {
  const path = usePath()
  const main = useRef<HTMLElement>(null)
  // Newer browsers answer a scroll with a promise, which must not become the effect's clean-up.
  useEffect(() => { void main.current?.scrollTo(0, 0) }, [path])
  return (
    <div className={classes.shell}>
      <a href="#page" className={classes.skip}>Go to the page</a>
      <Rail />
      <main id="page" ref={main} className={classes.main} tabIndex={-1}>
        <Interruption />
        {children}
      </main>
      <BottomBar />
      <Palette />
      <Keys />
    </div>
  )
}

/** On a narrow screen there is no rail to tell it, so the top of the page does. */
function Interruption() {
  const connection = useConnection()
  const { name, detail } = useConnectionWords()
  if (connection === 'live') return null
  return (
    <Text component="p" role="status" className={classes.interruption}>
      {connection === 'offline' ? 'This device is offline. What you typed stays.' : `${detail === null ? name : `Reconnecting ${detail}…`} What you see may be old.`}
    </Text>
  )
}
