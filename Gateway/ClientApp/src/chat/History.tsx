import { Button, Skeleton, Stack } from '@mantine/core'
import { IconChevronDown, IconLock, IconMessageCircle } from '@tabler/icons-react'
import { Fragment, useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from '../ui/store'
import { Empty, Waiting } from '../ui/states'
import { Bubble, DraftBubble } from './Bubble'
import { chat } from './chat'
import { drafts } from './drafts'
import classes from './History.module.css'
import { isWhole } from './state/log'
import { fold, type Item, type Message } from './state/messages'
import type { Line } from './types'
import { dayWords, isSameDay, noteWords } from './words'

const WINDOW = 120
const GROUP_MS = 5 * 60_000

export interface Choice { reply: (message: Message) => void; edit: (message: Message) => void; receipts: (message: Message) => void }

/** What was said, oldest first. Only the newest are drawn, and more as one scrolls back. */
export function History({ line, choice, onEncryption }: { line: Line; choice: Choice; onEncryption: () => void }) {
  const room = useStore(chat.room(line.id))
  useStore(chat.names)
  const waiting = useStore(drafts).filter((draft) => draft.conversation === line.id)
  const items = useMemo(() => fold(room.log.entries, room.opened), [room.log, room.opened])
  const messages = useMemo(
    () => new Map(items.flatMap((item) => (item.type === 'message' ? [[item.message.sequence, item.message] as const] : []))), [items])
  const [shownMax, setShownMax] = useState(WINDOW)
  const [isAway, setAway] = useState(false)
  const [firstUnread] = useState(line.unread > 0 ? line.read : 0)
  const box = useRef<HTMLDivElement>(null)
  const top = useRef<HTMLDivElement>(null)
  const shown = items.slice(-shownMax)
  const hasMore = shown.length < items.length || !isWhole(room.log, line.first)

  useEffect(() => {
    const sentinel = top.current
    if (sentinel === null || !hasMore || room.isLoading) return
    const watcher = new IntersectionObserver(([seen]) => {
      if (seen?.isIntersecting !== true) return
      if (shownMax < items.length) setShownMax((count) => count + WINDOW)
      else void chat.history.older(line.id).then(() => setShownMax((count) => count + WINDOW)).catch(() => undefined)
    }, { root: box.current, rootMargin: '400px' })
    watcher.observe(sentinel)
    return () => watcher.disconnect()
  }, [hasMore, items.length, line.id, room.isLoading, shownMax])

  // An own message is always looked at.
  const newest = waiting.at(-1)?.clientId
  useEffect(() => { if (newest !== undefined) box.current?.scrollTo({ top: 0 }) }, [newest])

  if (room.isLoading && waiting.length === 0) return <div className={classes.box}><Waiting><Bones /></Waiting></div>
  return (
    <div className={classes.frame}>
      <div ref={box} className={classes.box} role="log" aria-label="Messages" tabIndex={0}
        onScroll={(event) => setAway(event.currentTarget.scrollTop < -200)}>
        <div className={classes.items}>
          <div ref={top} />
          {!hasMore && line.settings.encrypted && (
            <button type="button" className={classes.sealed} onClick={onEncryption}>
              <IconLock size={14} aria-hidden /> Messages are end-to-end encrypted: only the devices of the people here can read them. Find out more.
            </button>
          )}
          {items.length === 0 && waiting.length === 0 && <Empty icon={IconMessageCircle} title="Nothing said yet">Write the first message below.</Empty>}
          {shown.map((item, index) => (
            <Shown key={sequenceOf(item)} item={item} before={shown[index - 1]} line={line} messages={messages} choice={choice}
              isFirstUnread={firstUnread > 0 && sequenceOf(item) > firstUnread && sequenceOf(shown[index - 1] ?? item) <= firstUnread && index > 0} />
          ))}
          {waiting.filter((draft) => draft.kind === 'text' || draft.kind === 'media').map((draft) => <DraftBubble key={draft.clientId} draft={draft} />)}
        </div>
      </div>
      {isAway && (
        <Button className={classes.down ?? ''} size="compact-sm" radius="xl" variant="default" leftSection={<IconChevronDown size={16} />}
          onClick={() => box.current?.scrollTo({ top: 0 })}>{line.unread > 0 ? `${line.unread} new` : 'Newest'}</Button>
      )}
    </div>
  )
}

const sequenceOf = (item: Item): number => (item.type === 'message' ? item.message.sequence : item.note.sequence)
const timeOf = (item: Item): number => (item.type === 'message' ? item.message.at : item.note.at)

function Shown({ item, before, line, messages, choice, isFirstUnread }: {
  item: Item
  before: Item | undefined
  line: Line
  messages: ReadonlyMap<number, Message>
  choice: Choice
  isFirstUnread: boolean
}) {
  const at = timeOf(item)
  const isNewDay = before === undefined || !isSameDay(timeOf(before), at)
  const follows = item.type === 'message' && before?.type === 'message' && !isNewDay && !isFirstUnread
    && before.message.author === item.message.author && at - before.message.at < GROUP_MS
  return (
    <Fragment>
      {isNewDay && <div className={classes.day}><span>{dayWords(at)}</span></div>}
      {isFirstUnread && <div className={classes.unread} role="separator"><span>New messages</span></div>}
      {item.type === 'note'
        ? <div className={classes.note}><span>{noteWords(item.note.entry, (account) => chat.nameOf(account))}</span></div>
        : <Bubble message={item.message} line={line} quoted={messages.get(item.message.replyTo)} follows={follows} choice={choice} />}
    </Fragment>
  )
}

function Bones() {
  return (
    <Stack gap={12} p={24}>
      {[60, 40, 70, 35, 55].map((width, index) => (
        <Skeleton key={width} height={38} width={`${width}%`} radius="lg" style={{ alignSelf: index % 2 === 0 ? 'flex-start' : 'flex-end' }} />
      ))}
    </Stack>
  )
}
