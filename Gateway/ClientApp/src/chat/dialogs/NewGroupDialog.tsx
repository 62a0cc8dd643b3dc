import { Button, Group, Modal, SegmentedControl, Stack, Switch, TagsInput, Text, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { newId } from '../../ui/ids'
import { navigate } from '../../ui/router'
import { Fault } from '../../ui/states'
import { chat } from '../chat'
import type { Line } from '../types'

/** Begins a group or a channel. */
export function NewGroupDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [kind, setKind] = useState('g')
  const [title, setTitle] = useState('')
  const [about, setAbout] = useState('')
  const [handles, setHandles] = useState<string[]>([])
  const [isOpenHistory, setOpenHistory] = useState(true)
  const [isEncrypted, setEncrypted] = useState(false)
  const [id, setId] = useState(newId)
  const [fault, setFault] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const isGroup = kind === 'g'
  const begin = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      const line = await chat.call<Line>('Begin', {
        id: `${kind}.${id}`,
        handles: isGroup ? handles : [],
        settings: { title: title.trim(), about: about.trim(), history: isOpenHistory ? 'everything' : 'nothing', announcementsOnly: false, encrypted: isGroup && isEncrypted },
      })
      chat.take(line)
      setId(newId())
      setTitle('')
      setAbout('')
      setHandles([])
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
    <Modal opened={opened} onClose={onClose} title="New group or channel" size="md">
      <form onSubmit={(event) => void begin(event)}>
        <Stack gap="md">
          <SegmentedControl fullWidth aria-label="What it is" value={kind} onChange={setKind} data={[{ label: 'Group', value: 'g' }, { label: 'Channel', value: 'c' }]} />
          <Text size="sm" c="dimmed">{isGroup ? 'Up to 1,024 people; everybody writes.' : 'Up to a million people; you and the administrators write, the others read.'}</Text>
          <TextInput label="Name" value={title} maxLength={100} onChange={(event) => setTitle(event.currentTarget.value)} data-autofocus required />
          <Textarea label="About" value={about} maxLength={512} autosize maxRows={4} onChange={(event) => setAbout(event.currentTarget.value)} />
          {isGroup && <TagsInput label="Members" description="Their handles, each with Enter" value={handles} onChange={setHandles} splitChars={[',', ' ']} maxTags={63} acceptValueOnBlur clearable clearButtonProps={{ 'aria-label': 'Clear the members' }} />}
          <Switch label="Who joins later sees what was before" checked={isOpenHistory} onChange={(event) => setOpenHistory(event.currentTarget.checked)} />
          {isGroup && <Switch label="End-to-end encrypted" description="For small groups; it stays so, and who joins later reads only what comes after" checked={isEncrypted} onChange={(event) => setEncrypted(event.currentTarget.checked)} />}
          {fault !== null && <Fault error={fault} />}
          <Group justify="flex-end"><Button type="submit" loading={isBusy} disabled={title.trim() === ''}>{isGroup ? 'Begin the group' : 'Begin the channel'}</Button></Group>
        </Stack>
      </form>
    </Modal>
  )
}
