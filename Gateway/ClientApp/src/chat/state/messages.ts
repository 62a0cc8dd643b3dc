import type { Entry, Media, Reaction } from '../types'
import type { Opened } from './payload'

/** A message as it is shown: with its edits, deletion and reactions. */
export interface Message {
  sequence: number
  at: number
  author: string
  clientId: string
  kind: 'text' | 'media' | 'deleted' | 'locked' | 'unknown' | 'waiting'
  text: string
  replyTo: number
  isEdited: boolean
  media: Media | null
  /** Of media whose bytes are sealed: with what. */
  seal: { key: string; iv: string } | null
  isSealed: boolean
  reason: 'before' | 'damaged' | null
  reactions: readonly Reaction[]
}

/** A line between the messages: members that came and went, and settings. */
export interface Note { sequence: number; at: number; entry: Entry }

export type Item = { type: 'message'; message: Message } | { type: 'note'; note: Note }

/** Folds a log into what is shown of it. An entry says what stood when it was read: what changed it before that is not done again. */
export function fold(entries: readonly Entry[], opened: ReadonlyMap<number, Opened>): Item[] {
  const items: Item[] = []
  const messages = new Map<number, Message & { revision: number }>()
  for (const entry of entries) {
    switch (entry.kind) {
      case 'edited':
      case 'deleted':
        if (entry.kind === 'deleted' && entry.target === entry.sequence) add(messageOf(entry, undefined), entry.revision)
        else change(entry, entry.kind === 'deleted' ? { kind: 'deleted', text: '', media: null, reactions: [] } : { text: entry.text ?? '', isEdited: true })
        break
      case 'reacted':
        react(entry, entry.target, entry.emoji ?? '')
        break
      case 'sealed':
        takeSealed(entry, opened.get(entry.sequence))
        break
      case 'membership':
      case 'settings':
        items.push({ type: 'note', note: { sequence: entry.sequence, at: entry.at, entry } })
        break
      case 'commit': break
      default: add(messageOf(entry, undefined), entry.revision)
    }
  }
  return items

  function add(message: Message, revision: number): void {
    const shown = { ...message, revision }
    messages.set(message.sequence, shown)
    items.push({ type: 'message', message: shown })
  }

  function change(entry: Entry, to: Partial<Message>): void {
    const message = messages.get(entry.target)
    if (message === undefined || entry.sequence <= message.revision || message.kind === 'deleted') return
    Object.assign(message, to)
    message.revision = entry.sequence
  }

  function react(entry: Entry, target: number, emoji: string): void {
    const message = messages.get(target)
    if (message === undefined || entry.sequence <= message.revision || message.kind === 'deleted') return
    const others = message.reactions.filter((reaction) => reaction.account !== entry.author)
    message.reactions = emoji === '' ? others : [...others, { account: entry.author, emoji }]
    message.revision = entry.sequence
  }

  function takeSealed(entry: Entry, payload: Opened | undefined): void {
    if (payload?.type === 'reaction') react(entry, payload.target, payload.emoji)
    else if (payload?.type === 'edit') {
      const message = messages.get(payload.target)
      if (message?.author === entry.author && message.kind === 'text' && entry.sequence > message.revision) {
        Object.assign(message, { text: payload.text, isEdited: true, revision: entry.sequence })
      }
    } else add(messageOf(entry, payload), entry.revision)
  }
}

function messageOf(entry: Entry, payload: Opened | undefined): Message {
  const base: Message = {
    sequence: entry.sequence, at: entry.at, author: entry.author, clientId: entry.clientId, kind: 'text', text: entry.text ?? '',
    replyTo: entry.replyTo, isEdited: entry.edited, media: entry.media, seal: null, isSealed: entry.kind === 'sealed', reason: null,
    reactions: entry.reactions,
  }
  if (entry.kind === 'deleted') return { ...base, kind: 'deleted' }
  if (entry.kind === 'media') return { ...base, kind: 'media' }
  if (entry.kind === 'text') return base
  switch (payload?.type) {
    case 'text': return { ...base, text: payload.text, replyTo: payload.replyTo ?? 0 }
    case 'media': return {
      ...base, kind: 'media', text: payload.caption, replyTo: payload.replyTo ?? 0, media: payload.media,
      seal: { key: payload.key, iv: payload.iv },
    }
    case 'locked': return { ...base, kind: 'locked', reason: payload.reason }
    case undefined: return { ...base, kind: 'waiting' }
    default: return { ...base, kind: 'unknown' }
  }
}

/** Whether an entry counts as a message of its own in lists and badges. */
export const isMessage = (entry: Entry): boolean => entry.kind === 'text' || entry.kind === 'media' || entry.kind === 'sealed'
