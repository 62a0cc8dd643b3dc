import { ActionIcon, Badge, CloseButton, Menu, SegmentedControl, Skeleton, Stack, TextInput } from '@mantine/core'
import { IconArchive, IconBellOff, IconDots, IconLock, IconMessagePlus, IconSearch, IconSettings, IconUsersPlus } from '@tabler/icons-react'
import { type KeyboardEvent, type RefObject, useState } from 'react'
import { Link, navigate } from '../ui/router'
import { useStore } from '../ui/store'
import { Empty, Fault, Waiting } from '../ui/states'
import { chat } from './chat'
import classes from './ChatList.module.css'
import { drafts } from './drafts'
import { Face } from './Face'
import { ordered, titleOf } from './state/lines'
import { tickOf } from './state/ticks'
import { Ticks } from './Ticks'
import type { Line } from './types'
import { listTime, previewWords } from './words'

export type Filter = 'all' | 'unread' | 'groups' | 'archived'

/** The conversations, the newest first, with a search and filters. */
export function ChatList({ selected, search, onNewChat, onNewGroup, onSettings }: {
  selected: string
  search: RefObject<HTMLInputElement | null>
  onNewChat: () => void
  onNewGroup: () => void
  onSettings: () => void
}) {
  const lines = useStore(chat.lines)
  const isReady = useStore(chat.isReady)
  const fault = useStore(chat.fault)
  const [words, setWords] = useState('')
  const [filter, setFilter] = useState<Filter>('all')
  const all = ordered(lines)
  const shown = all.filter((line) => fits(line, filter) && titleOf(line).toLowerCase().includes(words.trim().toLowerCase()))

  const move = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    const links = [...event.currentTarget.querySelectorAll<HTMLElement>('a')]
    const at = links.indexOf(document.activeElement as HTMLElement)
    links[event.key === 'ArrowDown' ? Math.min(links.length - 1, at + 1) : Math.max(0, at - 1)]?.focus()
  }

  return (
    <section className={classes.list} aria-label="Chats">
      <header className={classes.head}>
        <h1 className={classes.title}>Chats</h1>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label="New chat" onClick={onNewChat}><IconMessagePlus size={20} stroke={1.6} /></ActionIcon>
        <Menu position="bottom-end">
          <Menu.Target><ActionIcon variant="subtle" color="gray" size="lg" aria-label="More"><IconDots size={20} stroke={1.6} /></ActionIcon></Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconUsersPlus size={16} />} onClick={onNewGroup}>New group or channel</Menu.Item>
            <Menu.Item leftSection={<IconArchive size={16} />} onClick={() => setFilter('archived')}>Archived chats</Menu.Item>
            <Menu.Item leftSection={<IconSettings size={16} />} onClick={onSettings}>Chat settings</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </header>
      <div className={classes.tools}>
        <TextInput ref={search} size="sm" aria-label="Search chats" placeholder="Search chats" value={words}
          leftSection={<IconSearch size={16} aria-hidden />} onChange={(event) => setWords(event.currentTarget.value)}
          rightSection={words === '' ? null : <CloseButton size="sm" aria-label="Clear the search" onClick={() => setWords('')} />}
          onKeyDown={(event) => { if (event.key === 'Enter' && shown[0]) navigate(`/chat/${shown[0].id}`) }} />
        <SegmentedControl size="xs" fullWidth aria-label="Which chats" value={filter} onChange={(value) => setFilter(value as Filter)}
          data={[{ label: 'All', value: 'all' }, { label: 'Unread', value: 'unread' }, { label: 'Groups', value: 'groups' }, { label: 'Archived', value: 'archived' }]} />
      </div>
      {fault !== null && <div className={classes.fault}><Fault error={fault} /></div>}
      {!isReady && fault === null ? <Waiting><Bones /></Waiting> : shown.length === 0
        ? (
          <Empty icon={IconMessagePlus} title={all.length === 0 ? 'No chats yet' : 'None of these'}>
            {all.length === 0 ? 'Write to somebody by their handle; both of you see it in the same order, once.' : 'Nothing fits the search or the filter.'}
          </Empty>
        )
        : <nav className={classes.rows} aria-label="Conversations" onKeyDown={move}>{shown.map((line) => <Row key={line.id} line={line} isSelected={line.id === selected} />)}</nav>}
    </section>
  )
}

function fits(line: Line, filter: Filter): boolean {
  if (filter === 'archived') return line.archived
  if (line.archived) return false
  return filter === 'all' || (filter === 'unread' ? line.unread > 0 : line.kind !== 'direct')
}

function Row({ line, isSelected }: { line: Line; isSelected: boolean }) {
  const room = useStore(chat.room(line.id))
  const presences = useStore(chat.presences)
  const typing = useStore(chat.typing).get(line.id)
  const waiting = useStore(drafts).filter((draft) => draft.conversation === line.id).at(-1)
  const title = titleOf(line)
  const isOwn = line.last?.author === chat.me
  const isMuted = line.mutedUntil !== null && line.mutedUntil > Date.now()
  const preview = previewWords(line, line.last === null ? undefined : room.opened.get(line.last.sequence), isOwn)
  return (
    <Link href={`/chat/${line.id}`} className={classes.row} aria-current={isSelected ? 'page' : undefined}>
      <Face title={title} kind={line.kind} isOnline={line.peer !== null && presences.get(line.peer.account)?.online === true} />
      <span className={classes.words}>
        <span className={classes.top}>
          <span className={classes.name}>{title}</span>
          {line.settings.encrypted && <IconLock size={13} aria-label="Encrypted" className={classes.mark} />}
          {line.last !== null && <span className={classes.time} data-unread={line.unread > 0}>{listTime(line.last.at)}</span>}
        </span>
        <span className={classes.bottom}>
          {isOwn && waiting === undefined && line.last?.kind !== 'deleted' && <Ticks tick={tickOf(line.last!.sequence, line, room.receipts.get(line.last!.sequence))} />}
          {waiting !== undefined && <Ticks tick="waiting" />}
          <span className={classes.preview} data-typing={typing !== undefined && typing.size > 0}>
            {typing !== undefined && typing.size > 0 ? 'typing…' : waiting?.text !== undefined && waiting.kind === 'text' ? waiting.text : preview}
          </span>
          {isMuted && <IconBellOff size={15} aria-label="Muted" className={classes.mark} />}
          {line.unread > 0 && <Badge size="sm" circle={line.unread < 10} color={isMuted ? 'gray.7' : 'accent'} aria-label={`${line.unread} unread`}>{line.unread > 99 ? '99+' : line.unread}</Badge>}
        </span>
      </span>
    </Link>
  )
}

function Bones() {
  return <Stack gap={14} p={14}>{Array.from({ length: 7 }, (_, index) => <Skeleton key={index} height={44} radius="md" />)}</Stack>
}
