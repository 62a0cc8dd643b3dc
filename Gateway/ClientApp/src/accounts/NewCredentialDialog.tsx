import { ActionIcon, Alert, Button, Checkbox, CopyButton, Group, Modal, NativeSelect, Stack, Text, TextInput, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Fault } from '../ui/states'
import classes from './AccountPage.module.css'
import { createCredential, type CredentialKind } from './api'
import { kindOrder, kinds } from './kinds'
import { LABEL_MAX } from './rules'

/** Makes a key, then shows its secret: once, and not before the person says that it is kept. */
export function NewCredentialDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const queries = useQueryClient()
  const make = useMutation({
    mutationFn: createCredential,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['credentials'] }),
  })
  const close = () => {
    make.reset()
    onClose()
  }
  const made = make.data
  return (
    <Modal opened={opened} onClose={close} title={made === undefined ? 'Make a key' : 'Keep the secret now'}
      closeOnClickOutside={made === undefined} closeOnEscape={made === undefined} withCloseButton={made === undefined}>
      {made === undefined
        ? <NewCredentialForm busy={make.isPending} error={make.error} onMake={make.mutate} onCancel={close} />
        : <Secret kind={make.variables.kind} id={made.id} secret={made.secret} onDone={close} />}
    </Modal>
  )
}

function NewCredentialForm({ busy, error, onMake, onCancel }: {
  busy: boolean
  error: unknown
  onMake: (wanted: { kind: CredentialKind; label: string; scopes?: string[] }) => void
  onCancel: () => void
}) {
  const [kind, setKind] = useState<CredentialKind>('exchange')
  const [label, setLabel] = useState('')
  const [scopes, setScopes] = useState<string[]>(kinds.exchange.scopes.map((scope) => scope.value))
  const scopesFault = kinds[kind].scopes.length > 0 && scopes.length === 0 ? 'Choose at least one.' : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (scopesFault === null) onMake({ kind, label: label.trim(), ...(kinds[kind].scopes.length > 0 ? { scopes } : {}) })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <NativeSelect label="What it opens" description={kinds[kind].about} value={kind} inputWrapperOrder={['label', 'input', 'description', 'error']}
          onChange={(event) => setKind(event.currentTarget.value as CredentialKind)}
          data={kindOrder.map((value) => ({ value, label: kinds[value].name }))} />
        <TextInput label="Label" description="For you: where the key is used." value={label} maxLength={LABEL_MAX} data-autofocus
          onChange={(event) => setLabel(event.currentTarget.value)} />
        {kinds[kind].scopes.length > 0 && (
          <Checkbox.Group label="What it may do" value={scopes} onChange={setScopes} error={scopesFault}>
            <Stack gap={8} mt={6}>{kinds[kind].scopes.map((scope) => <Checkbox key={scope.value} {...scope} />)}</Stack>
          </Checkbox.Group>
        )}
        {error !== null && <Fault error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>Cancel</Button>
          <Button type="submit" loading={busy}>Make the key</Button>
        </Group>
      </Stack>
    </form>
  )
}

function Secret({ kind, id, secret, onDone }: { kind: CredentialKind; id: string; secret: string; onDone: () => void }) {
  const [kept, setKept] = useState(false)
  return (
    <Stack gap="md">
      <Alert color="gray">This is the only time the secret is shown. If it is lost, revoke the key and make another.</Alert>
      <Copyable name={kinds[kind].id} text={id} />
      <Copyable name={kinds[kind].secret} text={secret} />
      <Checkbox label="I have kept the secret" checked={kept} onChange={(event) => setKept(event.currentTarget.checked)} />
      <Group justify="flex-end"><Button disabled={!kept} onClick={onDone}>Done</Button></Group>
    </Stack>
  )
}

function Copyable({ name, text }: { name: string; text: string }) {
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>{name}</Text>
      <div className={classes.secret}>
        <code>{text}</code>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? 'Copied' : 'Copy'}>
              <ActionIcon variant="default" size="lg" onClick={copy} aria-label={`Copy the ${name}`}>
                {copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </div>
    </div>
  )
}
