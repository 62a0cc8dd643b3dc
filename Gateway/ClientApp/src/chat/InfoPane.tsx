import { ActionIcon, Badge, Button, CloseButton, CopyButton, Menu, Stack, Switch, TagsInput, Text, Textarea, TextInput } from '@mantine/core'
import { IconBan, IconDotsVertical, IconDoorExit, IconLink, IconLock } from '@tabler/icons-react'
import { useState } from 'react'
import { newId } from '../ui/ids'
import { navigate } from '../ui/router'
import { Fault } from '../ui/states'
import { useStore } from '../ui/store'
import { chat } from './chat'
import { Face } from './Face'
import classes from './InfoPane.module.css'
import { titleOf } from './state/lines'
import type { Line, Member, Settings } from './types'
import { presenceWords } from './words'

/** Who is in a conversation, and what one may change of it. */
export function InfoPane({ line, onClose }: { line: Line; onClose: () => void }) {
  const [fault, setFault] = useState<unknown>(null)
  const presences = useStore(chat.presences)
  const { members } = useStore(chat.room(line.id))
  const mayChange = line.kind !== 'direct' && line.role !== 'member'
  const act = (work: Promise<unknown>) => void work.then(() => setFault(null), setFault)
  const change = (kind: string, parts: object = {}) => act(chat.change(line.id, kind, parts))
  return (
    <aside className={classes.pane} aria-label="Details">
      <header className={classes.head}><b>Details</b><CloseButton aria-label="Close the details" onClick={onClose} /></header>
      <div className={classes.body}>
        <Stack align="center" gap={4} py="md">
          <Face title={titleOf(line)} kind={line.kind} size={84} />
          <Text fw={650} size="lg" ta="center" className={classes.title}>{titleOf(line)}</Text>
          <Text size="sm" c="dimmed">
            {line.peer === null ? `${line.kind === 'group' ? 'Group' : 'Channel'} · ${line.memberCount.toLocaleString('en')} members` : presenceWords(presences.get(line.peer.account))}
          </Text>
          {line.settings.about !== '' && <Text size="sm" ta="center" className={classes.title}>{line.settings.about}</Text>}
        </Stack>
        {fault !== null && <Fault error={fault} />}
        {mayChange && <SettingsForm key={JSON.stringify(line.settings)} line={line} onSave={(settings) => change('settings', { settings })} />}
        {line.kind === 'direct' && !line.settings.encrypted && (
          <Button variant="default" leftSection={<IconLock size={16} />} onClick={() => change('settings', { settings: { ...line.settings, encrypted: true } })}>Encrypt from now on</Button>
        )}
        {mayChange && <LinkBox line={line} change={change} />}
        {line.kind === 'group' && mayChange && <AddMembers onAdd={(handles) => change('add', { handles })} />}
        {line.kind !== 'direct' && members.length > 0 && (
          <section aria-label="Members">
            <Text size="sm" fw={600} c="dimmed" mb={4}>Members</Text>
            {members.map((member) => <MemberRow key={member.account} member={member} line={line} change={change} isOnline={presences.get(member.account)?.online === true} />)}
          </section>
        )}
        {line.peer !== null && (
          <Button variant="subtle" color="red" leftSection={<IconBan size={16} />}
            onClick={() => act(chat.call('Block', line.peer!.handle, !line.blocked).then(() => chat.sync()))}>{line.blocked ? `Allow ${line.peer.handle} again` : `Block ${line.peer.handle}`}</Button>
        )}
        {line.kind !== 'direct' && (
          <Button variant="subtle" color="red" leftSection={<IconDoorExit size={16} />}
            onClick={() => act(chat.change(line.id, 'leave').then(() => navigate('/chat')))}>{line.kind === 'group' ? 'Leave the group' : 'Leave the channel'}</Button>
        )}
      </div>
    </aside>
  )
}

function SettingsForm({ line, onSave }: { line: Line; onSave: (settings: Settings) => void }) {
  const [settings, setSettings] = useState(line.settings)
  const set = (to: Partial<Settings>) => setSettings({ ...settings, ...to })
  const isChanged = JSON.stringify(settings) !== JSON.stringify(line.settings)
  return (
    <Stack gap="sm">
      <TextInput label="Name" size="sm" value={settings.title} maxLength={100} onChange={(event) => set({ title: event.currentTarget.value })} />
      <Textarea label="About" size="sm" autosize maxRows={4} value={settings.about} maxLength={512} onChange={(event) => set({ about: event.currentTarget.value })} />
      <Switch label="Who joins later sees what was before" checked={settings.history === 'everything'} onChange={(event) => set({ history: event.currentTarget.checked ? 'everything' : 'nothing' })} />
      {line.kind === 'group' && <Switch label="Only administrators write" checked={settings.announcementsOnly} onChange={(event) => set({ announcementsOnly: event.currentTarget.checked })} />}
      {line.kind === 'group' && <Switch label="End-to-end encrypted" description="Once on it stays on" disabled={line.settings.encrypted} checked={settings.encrypted} onChange={(event) => set({ encrypted: event.currentTarget.checked })} />}
      {isChanged && <Button size="sm" disabled={settings.title.trim() === ''} onClick={() => onSave(settings)}>Save</Button>}
    </Stack>
  )
}

function LinkBox({ line, change }: { line: Line; change: (kind: string, parts?: object) => void }) {
  const address = `${location.origin}/chat/join/${line.id}/${line.link}`
  if (line.link === '') return <Button variant="default" leftSection={<IconLink size={16} />} onClick={() => change('link', { token: newId() })}>Make a link to join</Button>
  return (
    <Stack gap={6}>
      <TextInput label="Link to join" size="sm" readOnly value={address} onFocus={(event) => event.currentTarget.select()} />
      <div className={classes.buttons}>
        <CopyButton value={address}>{({ copied, copy }) => <Button size="compact-sm" variant="default" onClick={copy}>{copied ? 'Copied' : 'Copy'}</Button>}</CopyButton>
        <Button size="compact-sm" variant="subtle" onClick={() => change('link', { token: newId() })}>New link</Button>
        <Button size="compact-sm" variant="subtle" color="red" onClick={() => change('unlink')}>Take it away</Button>
      </div>
    </Stack>
  )
}

function AddMembers({ onAdd }: { onAdd: (handles: string[]) => void }) {
  const [handles, setHandles] = useState<string[]>([])
  return (
    <Stack gap={6}>
      <TagsInput label="Add members" size="sm" placeholder="Handles" value={handles} onChange={setHandles} splitChars={[',', ' ']} maxTags={64} acceptValueOnBlur />
      {handles.length > 0 && <Button size="compact-sm" onClick={() => { onAdd(handles); setHandles([]) }}>Add {handles.length}</Button>}
    </Stack>
  )
}

function MemberRow({ member, line, change, isOnline }: { member: Member; line: Line; change: (kind: string, parts?: object) => void; isOnline: boolean }) {
  const isMe = member.account === chat.me
  const mayRemove = !isMe && member.role !== 'owner' && (line.role === 'owner' || (line.role === 'administrator' && member.role === 'member'))
  const mayPromote = !isMe && line.role === 'owner'
  return (
    <div className={classes.member}>
      <Face title={member.handle} size={34} isOnline={isOnline} />
      <span className={classes.name}>{isMe ? 'You' : member.handle}</span>
      {member.role !== 'member' && <Badge size="sm" variant="light" color="gray">{member.role}</Badge>}
      {(mayRemove || mayPromote) && (
        <Menu position="bottom-end">
          <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={`Options for ${member.handle}`}><IconDotsVertical size={16} /></ActionIcon></Menu.Target>
          <Menu.Dropdown>
            {mayPromote && (member.role === 'member'
              ? <Menu.Item onClick={() => change('promote', { account: member.account })}>Make administrator</Menu.Item>
              : <Menu.Item onClick={() => change('demote', { account: member.account })}>Make a member again</Menu.Item>)}
            {mayRemove && <Menu.Item color="red" onClick={() => change('remove', { account: member.account })}>Remove</Menu.Item>}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  )
}
