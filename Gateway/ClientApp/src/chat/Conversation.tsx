import { ActionIcon, Button, Menu, UnstyledButton } from '@mantine/core'
import { IconArrowLeft, IconBell, IconBellOff, IconDotsVertical, IconInfoCircle, IconLock, IconArchive, IconArchiveOff } from '@tabler/icons-react'
import { type RefObject, useEffect, useState } from 'react'
import { useActions } from '../ui/actions'
import { useConnection } from '../ui/connection'
import { navigate } from '../ui/router'
import { useStore } from '../ui/store'
import { chat } from './chat'
import { Composer, type Subject } from './Composer'
import classes from './Conversation.module.css'
import { EncryptionDialog } from './dialogs/EncryptionDialog'
import { ReceiptsDialog } from './dialogs/ReceiptsDialog'
import { Face } from './Face'
import { History } from './History'
import { titleOf } from './state/lines'
import { fold, type Message } from './state/messages'
import type { Line } from './types'
import { sendFiles } from './uploads'
import { listWords, presenceWords } from './words'

const ALWAYS = Date.UTC(9_000, 0)

/** One conversation: who it is with, what was said, and where one writes. */
export function Conversation({ line, field, onInfo }: { line: Line; field: RefObject<HTMLTextAreaElement | null>; onInfo: () => void }) {
  const [subject, setSubject] = useState<Subject | null>(null)
  const [asked, setAsked] = useState<Message | null>(null)
  const [isEncryptionShown, showEncryption] = useState(false)
  const [isDragged, setDragged] = useState(false)
  const connection = useConnection()
  const mayWrite = !line.blocked && (!line.settings.announcementsOnly || line.role !== 'member') && (line.kind !== 'channel' || line.role !== 'member')

  useEffect(() => {
    void chat.open(line.id).catch(() => undefined)
    const look = () => chat.looked()
    window.addEventListener('focus', look)
    document.addEventListener('visibilitychange', look)
    return () => {
      window.removeEventListener('focus', look)
      document.removeEventListener('visibilitychange', look)
      void chat.open(null)
    }
  }, [line.id])

  const editLast = () => {
    const { log, opened } = chat.room(line.id).value
    const last = fold(log.entries, opened).findLast((item) => item.type === 'message' && item.message.author === chat.me && item.message.kind === 'text')
    if (last?.type === 'message') setSubject({ kind: 'edit', message: last.message })
  }
  const send = (files: readonly File[]) => void sendFiles(line.id, files)
  const mute = (until: number | null) => void chat.prefer(line, until, line.archived).catch(() => undefined)
  const isMuted = line.mutedUntil !== null && line.mutedUntil > Date.now()
  useActions([
    { id: 'chat-info', group: 'Chat', label: 'Who is in this chat', keys: 'i', run: onInfo },
    { id: 'chat-mute', group: 'Chat', label: isMuted ? 'Unmute this chat' : 'Mute this chat', keys: 'm', run: () => mute(isMuted ? null : ALWAYS) },
    { id: 'chat-archive', group: 'Chat', label: line.archived ? 'Bring this chat back to the list' : 'Archive this chat', keys: 'e', run: () => void chat.prefer(line, line.mutedUntil, !line.archived).catch(() => undefined) },
    { id: 'chat-write', group: 'Chat', label: 'Write a message', keys: 'r', run: () => field.current?.focus() },
  ])

  return (
    <section className={classes.conversation} aria-label={`Chat: ${titleOf(line)}`} data-dragged={isDragged}
      onDragOver={(event) => {
        if (!mayWrite || !event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setDragged(true)
      }}
      onDragLeave={(event) => { if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDragged(false) }}
      onDrop={(event) => {
        event.preventDefault()
        setDragged(false)
        if (mayWrite) send([...event.dataTransfer.files])
      }}>
      <header className={classes.head}>
        <ActionIcon className={classes.back ?? ''} variant="subtle" color="gray" size="lg" aria-label="Back to the chats" onClick={() => navigate('/chat')}><IconArrowLeft size={20} /></ActionIcon>
        <UnstyledButton className={classes.who} onClick={onInfo} title="Details">
          <Who line={line} />
        </UnstyledButton>
        {line.settings.encrypted && (
          <Button size="compact-sm" variant="light" color="gray" leftSection={<IconLock size={14} />} onClick={() => showEncryption(true)} className={classes.badge ?? ''}>Encrypted</Button>
        )}
        <Menu position="bottom-end">
          <Menu.Target><ActionIcon variant="subtle" color="gray" size="lg" aria-label="Chat options"><IconDotsVertical size={20} stroke={1.6} /></ActionIcon></Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconInfoCircle size={16} />} onClick={onInfo}>Details</Menu.Item>
            {line.settings.encrypted && <Menu.Item leftSection={<IconLock size={16} />} onClick={() => showEncryption(true)}>Encryption</Menu.Item>}
            {isMuted
              ? <Menu.Item leftSection={<IconBell size={16} />} onClick={() => mute(null)}>Unmute</Menu.Item>
              : (
                <>
                  <Menu.Item leftSection={<IconBellOff size={16} />} onClick={() => mute(Date.now() + 8 * 3_600_000)}>Mute for 8 hours</Menu.Item>
                  <Menu.Item leftSection={<IconBellOff size={16} />} onClick={() => mute(ALWAYS)}>Mute always</Menu.Item>
                </>
              )}
            <Menu.Item leftSection={line.archived ? <IconArchiveOff size={16} /> : <IconArchive size={16} />}
              onClick={() => void chat.prefer(line, line.mutedUntil, !line.archived).catch(() => undefined)}>{line.archived ? 'Bring back to the list' : 'Archive'}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </header>
      {connection !== 'live' && (
        <p className={classes.banner} role="status">
          {connection === 'offline' ? 'You are offline.' : 'Reconnecting…'} What you write is kept and goes out once, in order, when the connection is back.
        </p>
      )}
      <History line={line} onEncryption={() => showEncryption(true)} choice={{
        reply: (message) => { setSubject({ kind: 'reply', message }); field.current?.focus() },
        edit: (message) => setSubject({ kind: 'edit', message }),
        receipts: setAsked,
      }} />
      {mayWrite
        ? <Composer line={line} subject={subject} setSubject={setSubject} onEditLast={editLast} field={field} onFiles={send} />
        : <p className={classes.silent}>{line.blocked ? 'One of you has blocked the other; nobody can write here.' : 'Only administrators write here.'}</p>}
      {isDragged && <div className={classes.drop}>Drop to send</div>}
      <ReceiptsDialog line={line} message={asked} onClose={() => setAsked(null)} />
      <EncryptionDialog line={line} opened={isEncryptionShown} onClose={() => showEncryption(false)} />
    </section>
  )
}

function Who({ line }: { line: Line }) {
  const presences = useStore(chat.presences)
  const typing = [...(useStore(chat.typing).get(line.id)?.keys() ?? [])]
  const { members } = useStore(chat.room(line.id))
  useStore(chat.names)
  const title = titleOf(line)
  const online = members.filter((member) => member.account !== chat.me && presences.get(member.account)?.online === true).length
  const about = line.peer !== null
    ? presenceWords(presences.get(line.peer.account))
    : line.kind === 'channel' ? `${line.memberCount.toLocaleString('en')} in the channel` : `${line.memberCount} members${online > 0 ? `, ${online} online` : ''}`
  const writing = typing.length === 0 ? '' : line.kind === 'direct' ? 'typing…' : `${listWords(typing.map((account) => chat.nameOf(account)))} typing…`
  return (
    <>
      <Face title={title} kind={line.kind} size={38} />
      <span className={classes.names}>
        <b>{title}</b>
        <small data-typing={writing !== ''} aria-live="polite">{writing || about}</small>
      </span>
    </>
  )
}
