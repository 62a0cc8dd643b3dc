import { Alert, Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { type FormEvent, useState } from 'react'
import { Refusal } from '../ui/http'
import { Mark } from '../ui/Mark'
import { Link, navigate } from '../ui/router'
import { SchemeButton } from '../ui/scheme'
import { beginSession, farewell } from '../ui/session'
import { Fault } from '../ui/states'
import { useStore } from '../ui/store'
import { signIn, signUp } from './api'
import classes from './EntryPage.module.css'
import { handleFault, passwordFault } from './rules'

const texts = {
  in: { title: 'Sign in', button: 'Sign in', other: 'No account yet?', otherName: 'Sign up', otherPath: '/sign-up' },
  up: { title: 'Make an account', button: 'Sign up', other: 'Have an account?', otherName: 'Sign in', otherPath: '/sign-in' },
}

/** Sign-in and sign-up: the same two fields, with the rules told only where a new handle and password are made. */
export function EntryPage({ way }: { way: 'in' | 'up' }) {
  const text = texts[way]
  useDocumentTitle(`${text.title} · OrleansLLD`)
  return (
    <div className={classes.page}>
      <div className={classes.scheme}><SchemeButton /></div>
      <main className={classes.panel}>
        <div className={classes.brand}><Mark size={36} /><Text fw={650} size="lg">OrleansLLD</Text></div>
        <Title order={1}>{text.title}</Title>
        <Text c="dimmed" size="sm">One account for every system: exchange, objects, and those to come.</Text>
        <EntryForm key={way} way={way} />
        <Text size="sm">{text.other} <Link href={text.otherPath} className={classes.link}>{text.otherName}</Link></Text>
      </main>
    </div>
  )
}

function EntryForm({ way }: { way: 'in' | 'up' }) {
  const reason = useStore(farewell)
  const [handle, setHandle] = useState('')
  const [password, setPassword] = useState('')
  const [shown, setShown] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const handleWords = way === 'up' ? handleFault(handle) : handle === '' ? 'Write your handle.' : null
  const passwordWords = way === 'up' ? passwordFault(password) : password === '' ? 'Write your password.' : null
  const taken = error instanceof Refusal && error.status === 409

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setShown(true)
    if (handleWords !== null || passwordWords !== null) return
    setBusy(true)
    setError(null)
    try {
      if (way === 'up') await signUp(handle, password)
      beginSession(await signIn(handle, password))
      if (way === 'up') navigate('/')
    } catch (fault) {
      setError(fault)
      setBusy(false)
    }
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        {way === 'in' && reason !== null && error === null && <Alert color="gray" role="status">{reason}</Alert>}
        <TextInput label="Handle" name="username" autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus maxLength={32}
          value={handle} onChange={(event) => setHandle(event.currentTarget.value)}
          description={way === 'up' ? 'What others see: 3 to 32 letters, digits, dots, dashes or underscores.' : undefined}
          error={shown ? handleWords : null} />
        <PasswordInput label="Password" name="password" autoComplete={way === 'up' ? 'new-password' : 'current-password'} maxLength={128}
          value={password} onChange={(event) => setPassword(event.currentTarget.value)}
          description={way === 'up' ? '8 characters or more.' : undefined} error={shown ? passwordWords : null}
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }} />
        {error !== null && <Fault error={error} />}
        {taken && <Text size="sm">Is it yours? <Link href="/sign-in" className={classes.link}>Sign in</Link> instead.</Text>}
        <Button type="submit" loading={busy} fullWidth mt={4}>{texts[way].button}</Button>
      </Stack>
    </form>
  )
}
