import { Button, Group, Modal, Stack, Switch, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { navigate } from '../../ui/router'
import { Fault } from '../../ui/states'
import { chat } from '../chat'
import type { Line } from '../types'

/** Begins a conversation with one person, or opens the one that there is. */
export function NewChatDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [handle, setHandle] = useState('')
  const [isEncrypted, setEncrypted] = useState(true)
  const [fault, setFault] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const begin = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      const line = await chat.call<Line>('Begin', {
        id: '', handles: [handle.trim()], settings: { title: '', about: '', history: 'everything', announcementsOnly: false, encrypted: isEncrypted },
      })
      chat.take(line)
      setHandle('')
      setEncrypted(true)
      setFault(null)
      onClose()
      navigate(`/chat/${line.id}`)
    } catch (failure) {
      setFault(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened={opened} onClose={onClose} title="New chat" size="sm">
      <form onSubmit={(event) => void begin(event)}>
        <Stack gap="md">
          <TextInput label="Handle" description="As the other one signs in" value={handle} onChange={(event) => setHandle(event.currentTarget.value)} data-autofocus required />
          <Switch label="End-to-end encrypted" description="Only your devices and theirs can read it; it stays so. A chat that there is already keeps its way." checked={isEncrypted} onChange={(event) => setEncrypted(event.currentTarget.checked)} />
          {fault !== null && <Fault error={fault} />}
          <Group justify="flex-end"><Button type="submit" loading={isBusy} disabled={handle.trim() === ''}>Open the chat</Button></Group>
        </Stack>
      </form>
    </Modal>
  )
}
