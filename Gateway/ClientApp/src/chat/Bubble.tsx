import { ActionIcon, Button, Menu } from '@mantine/core'
import {
  IconAlertCircle, IconArrowBackUp, IconBan, IconChevronDown, IconCopy, IconInfoCircle, IconLock, IconPencil, IconTrash,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useStore } from '../ui/store'
import { Attachment } from './Attachment'
import classes from './Bubble.module.css'
import { chat } from './chat'
import { EMOJIS } from './emojis'
import type { Choice } from './History'
import type { Message } from './state/messages'
import type { Draft } from './state/outbox'
import { tickOf } from './state/ticks'
import { Ticks } from './Ticks'
import type { Line } from './types'
import { hourWords, listWords } from './words'

const EDIT_MS = 24 * 3_600_000

/** One message, with what can be done with it. */
export function Bubble({ message, line, quoted, follows, choice }: {
  message: Message; line: Line; quoted: Message | undefined; follows: boolean; choice: Choice
}) {
  const [isOpen, setOpen] = useState(false)
  const isOwn = message.author === chat.me
  const canAct = message.kind === 'text' || message.kind === 'media'
  return (
    <article className={classes.line} data-own={isOwn} data-follows={follows} aria-label={`${chat.nameOf(message.author)}, ${hourWords(message.at)}`}
      onContextMenu={(event) => {
        if (!canAct || window.getSelection()?.isCollapsed === false) return
        event.preventDefault()
        setOpen(true)
      }}>
      <div className={classes.bubble}>
        {!isOwn && !follows && line.kind !== 'direct' && <div className={classes.author}>{chat.nameOf(message.author)}</div>}
        {message.replyTo > 0 && <Quote message={quoted} />}
        {message.media !== null && message.kind === 'media' && <Attachment conversation={line.id} media={message.media} seal={message.seal} />}
        <Words message={message} />
        <span className={classes.foot}>
          {message.isEdited && message.kind !== 'deleted' && <span>edited</span>}
          <time dateTime={new Date(message.at).toISOString()} title={new Date(message.at).toLocaleString()}>{hourWords(message.at)}</time>
          {isOwn && message.kind !== 'deleted' && <OwnTicks sequence={message.sequence} line={line} />}
        </span>
        {canAct && <Actions message={message} line={line} choice={choice} isOpen={isOpen} setOpen={setOpen} />}
      </div>
      {message.reactions.length > 0 && <Reactions message={message} line={line} />}
    </article>
  )
}

function OwnTicks({ sequence, line }: { sequence: number; line: Line }) {
  const room = useStore(chat.room(line.id))
  return line.kind === 'channel' ? null : <Ticks tick={tickOf(sequence, line, room.receipts.get(sequence))} />
}

function Words({ message }: { message: Message }) {
  switch (message.kind) {
    case 'deleted': return <span className={classes.aside}><IconBan size={15} aria-hidden /> This message was deleted</span>
    case 'waiting': return <span className={classes.aside}><IconLock size={15} aria-hidden /> Waiting for the keys of this message…</span>
    case 'unknown': return <span className={classes.aside}>A message for a newer version of this page</span>
    case 'locked': return (
      <span className={classes.aside}>
        <IconLock size={15} aria-hidden />{' '}
        {message.reason === 'before' ? 'Sent before this device joined; it has no key for it' : 'This message could not be decrypted'}
      </span>
    )
    default: return message.text === '' ? null : <span className={classes.text}><Linked text={message.text} /></span>
  }
}

/** Addresses in a text are links. */
export function Linked({ text }: { text: string }) {
  return text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/g).map((part, index) =>
    index % 2 === 1 ? <a key={index} href={part} target="_blank" rel="noopener noreferrer">{part}</a> : part)
}

function Quote({ message }: { message: Message | undefined }) {
  return (
    <div className={classes.quote}>
      <b>{message === undefined ? 'An earlier message' : chat.nameOf(message.author)}</b>
      <span>{message === undefined ? 'Scroll back to see it' : message.kind === 'deleted' ? 'Deleted' : message.text || message.media?.name || '…'}</span>
    </div>
  )
}

function Actions({ message, line, choice, isOpen, setOpen }: {
  message: Message; line: Line; choice: Choice; isOpen: boolean; setOpen: (open: boolean) => void
}) {
  const isOwn = message.author === chat.me
  const react = (emoji: string) => {
    const mine = message.reactions.find((reaction) => reaction.account === chat.me)?.emoji
    chat.sending.post(line.id, { kind: 'reacted', target: message.sequence, emoji: mine === emoji ? '' : emoji })
    setOpen(false)
  }
  return (
    <Menu opened={isOpen} onChange={setOpen} withInitialFocusPlaceholder={false} position={isOwn ? 'bottom-end' : 'bottom-start'} width={228}>
      <Menu.Target>
        <ActionIcon className={classes.more ?? ''} size="sm" radius="xl" variant="default" aria-label="Message options"><IconChevronDown size={15} /></ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {!line.blocked && (
          <div className={classes.emojis}>
            {EMOJIS.slice(0, 6).map((emoji) => (
              <ActionIcon key={emoji} role="menuitem" variant="subtle" color="gray" size="lg" aria-label={`React with ${emoji}`} onClick={() => react(emoji)}>{emoji}</ActionIcon>
            ))}
          </div>
        )}
        <Menu.Item leftSection={<IconArrowBackUp size={16} />} onClick={() => choice.reply(message)}>Reply</Menu.Item>
        {message.text !== '' && <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => void navigator.clipboard.writeText(message.text)}>Copy</Menu.Item>}
        {isOwn && message.kind === 'text' && Date.now() - message.at < EDIT_MS
          && <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => choice.edit(message)}>Edit</Menu.Item>}
        {isOwn && line.kind !== 'channel' && <Menu.Item leftSection={<IconInfoCircle size={16} />} onClick={() => choice.receipts(message)}>Who has read it</Menu.Item>}
        {(isOwn || (line.kind !== 'direct' && line.role !== 'member')) && (
          <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => chat.sending.post(line.id, { kind: 'deleted', target: message.sequence })}>Delete for everybody</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

function Reactions({ message, line }: { message: Message; line: Line }) {
  const byEmoji = Map.groupBy(message.reactions, (reaction) => reaction.emoji)
  const mine = message.reactions.find((reaction) => reaction.account === chat.me)?.emoji
  return (
    <div className={classes.reactions}>
      {[...byEmoji].map(([emoji, of]) => {
        const names = listWords(of.map((reaction) => chat.nameOf(reaction.account)))
        return (
          <button key={emoji} type="button" className={classes.reaction} data-mine={mine === emoji} title={names} aria-label={`${emoji} by ${names}`}
            onClick={() => chat.sending.post(line.id, { kind: 'reacted', target: message.sequence, emoji: mine === emoji ? '' : emoji })}>
            {emoji}{of.length > 1 && <span>{of.length}</span>}
          </button>
        )
      })}
    </div>
  )
}

/** What is not in the log yet. */
export function DraftBubble({ draft }: { draft: Draft }) {
  return (
    <article className={classes.line} data-own="true" data-follows="true" aria-label="Not sent yet">
      <div className={classes.bubble} data-refused={draft.refused !== undefined}>
        {draft.media !== undefined && <span className={classes.aside}>📎 {draft.media.name}</span>}
        {draft.text !== undefined && draft.text !== '' && <span className={classes.text}>{draft.text}</span>}
        <span className={classes.foot}>
          <time>{hourWords(draft.at)}</time>
          {draft.refused === undefined ? <Ticks tick="waiting" /> : <IconAlertCircle size={16} aria-label="Not sent" className={classes.alert} />}
        </span>
      </div>
      {draft.refused !== undefined && (
        <div className={classes.refused} role="alert">
          {draft.refused.sentence} <code>{draft.refused.code}</code>
          <Button size="compact-xs" variant="subtle" onClick={() => chat.sending.retry(draft.clientId)}>Try again</Button>
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => chat.sending.discard(draft.clientId)}>Discard</Button>
        </div>
      )}
    </article>
  )
}
