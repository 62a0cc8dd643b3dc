import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { IconLogout } from '@tabler/icons-react'
import { useState } from 'react'
import { useActions } from '../ui/actions'
import { PageHeader } from '../ui/PageHeader'
import { useScheme } from '../ui/scheme'
import { endSession, useSession } from '../ui/session'
import classes from './AccountPage.module.css'
import { signOut } from './api'
import { CredentialList } from './CredentialList'
import { NewCredentialDialog } from './NewCredentialDialog'

/** Who one is, and the keys that let other programs in. */
export function AccountPage() {
  const session = useSession()
  const { other, change } = useScheme()
  const [making, setMaking] = useState(false)
  const leave = () => {
    // Whether or not the server hears of it, this browser is signed out.
    signOut().catch(() => undefined)
    endSession(null)
  }
  useActions([
    { id: 'new-key', group: 'Account', label: 'Make a key', keys: 'n', run: () => setMaking(true) },
    { id: 'sign-out', group: 'Account', label: 'Sign out', run: leave },
  ])
  if (session === null) return null
  return (
    <div className={classes.page}>
      <PageHeader title="Account" state={<>Signed in as <strong>{session.handle}</strong>, account number {session.id}.</>}
        action={<Button onClick={() => setMaking(true)}>Make a key</Button>} />
      <section className={classes.panel} aria-labelledby="keys-title">
        <Title order={2} id="keys-title">API keys</Title>
        <Text size="sm" c="dimmed">A key lets a program in as you, for one protocol. Its secret is shown once, when it is made.</Text>
        <CredentialList onMake={() => setMaking(true)} />
      </section>
      <section className={classes.panel} aria-labelledby="session-title">
        <Title order={2} id="session-title">This browser</Title>
        <Stack gap="xs">
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">Colours</Text>
            <Button variant="default" size="xs" onClick={change}>Change to {other}</Button>
          </Group>
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">You stay signed in until the session ends.</Text>
            <Button variant="default" size="xs" className={classes.button ?? ''} leftSection={<IconLogout size={16} aria-hidden />} onClick={leave}>Sign out</Button>
          </Group>
        </Stack>
      </section>
      <NewCredentialDialog opened={making} onClose={() => setMaking(false)} />
    </div>
  )
}
