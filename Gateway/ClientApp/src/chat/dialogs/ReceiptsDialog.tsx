import { Modal, Stack, Text } from '@mantine/core'
import { useEffect } from 'react'
import { useStore } from '../../ui/store'
import { chat } from '../chat'
import { Face } from '../Face'
import type { Message } from '../state/messages'
import classes from './dialogs.module.css'
import type { Line, Member } from '../types'

/** Who has read a message, and whose devices have it. */
export function ReceiptsDialog({ line, message, onClose }: { line: Line; message: Message | null; onClose: () => void }) {
  const { members } = useStore(chat.room(line.id))
  useEffect(() => { if (message !== null) void chat.loadMembers(line.id).catch(() => undefined) }, [line.id, message])
  const others = message === null ? [] : members.filter((member) => member.account !== message.author)
  const readers = others.filter((member) => member.read >= (message?.sequence ?? 0))
  const holders = others.filter((member) => !readers.includes(member) && member.delivered >= (message?.sequence ?? 0))
  return (
    <Modal opened={message !== null} onClose={onClose} title="Who has read it" size="sm">
      <Stack gap="md">
        <People title={`Read by ${readers.length}`} members={readers} />
        <People title={`Delivered to ${holders.length}`} members={holders} />
        {others.length > readers.length + holders.length && <Text size="sm" c="dimmed">Not yet with {others.length - readers.length - holders.length} more.</Text>}
      </Stack>
    </Modal>
  )
}

function People({ title, members }: { title: string; members: readonly Member[] }) {
  return (
    <div>
      <Text size="sm" fw={600} c="dimmed" mb={6}>{title}</Text>
      {members.map((member) => <div key={member.account} className={classes.person}><Face title={member.handle} size={32} /><span>{member.handle}</span></div>)}
    </div>
  )
}
