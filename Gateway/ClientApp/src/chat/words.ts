import { currentSession } from '../ui/session'
import type { Opened } from './state/payload'
import type { Entry, Line, PresenceView } from './types'

const hour = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long' })
const shortDay = new Intl.DateTimeFormat(undefined, { weekday: 'short' })
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' })
const date = new Intl.DateTimeFormat(undefined, { day: '2-digit', month: '2-digit', year: '2-digit' })
const DAY_MS = 86_400_000

const midnight = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0)
const daysAgo = (ms: number, now: number): number => Math.round((midnight(now) - midnight(ms)) / DAY_MS)

export const hourWords = (ms: number): string => hour.format(ms)

/** "Today", "Yesterday", "Monday", "3 March 2026". */
export function dayWords(ms: number, now = Date.now()): string {
  const days = daysAgo(ms, now)
  return days <= 0 ? 'Today' : days === 1 ? 'Yesterday' : days < 7 ? weekday.format(ms) : day.format(ms)
}

/** As the list has it: "14:03", "Yesterday", "Mon", "03/03/26". */
export function listTime(ms: number, now = Date.now()): string {
  const days = daysAgo(ms, now)
  return days <= 0 ? hour.format(ms) : days === 1 ? 'Yesterday' : days < 7 ? shortDay.format(ms) : date.format(ms)
}

export const isSameDay = (one: number, other: number): boolean => midnight(one) === midnight(other)

/** "online", "last seen today at 14:03"; empty when it is not told. */
export function presenceWords(presence: PresenceView | undefined): string {
  if (presence?.online === true) return 'online'
  if (presence?.lastSeen == null) return ''
  return `last seen ${dayWords(presence.lastSeen).toLowerCase()} at ${hourWords(presence.lastSeen)}`
}

/** What changed of members or settings, as a sentence. */
export function noteWords(entry: Entry, nameOf: (account: string) => string): string {
  const author = nameOf(entry.author)
  if (entry.kind === 'settings') {
    const settings = entry.settings!
    return `${author} changed the settings${settings.title === '' ? '' : `: “${settings.title}”`}${settings.announcementsOnly ? ', only administrators write' : ''}${settings.encrypted ? ', end-to-end encrypted' : ''}`
  }
  const who = listWords((entry.members ?? []).map((member) => (member.account === currentSession()?.id ? 'you' : member.handle)))
  switch (entry.change) {
    case 'created': return `${author} began this conversation`
    case 'added': return `${author} added ${who}`
    case 'joined': return `${author} joined by the link`
    case 'removed': return `${author} removed ${who}`
    case 'left': return `${author} left`
    case 'promoted': return `${author} made ${who} administrator`
    default: return `${author} made ${who} a member again`
  }
}

export function listWords(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? 'nobody'
  const shown = names.slice(0, 4)
  const more = names.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

/** The last message in one line of the list. */
export function previewWords(line: Line, opened: Opened | undefined, isOwn: boolean): string {
  const last = line.last
  if (last === null) return line.settings.encrypted ? 'End-to-end encrypted. Say hello.' : 'No messages yet'
  const words = messageWords(last, opened)
  return isOwn || line.kind === 'direct' || line.lastAuthor === '' ? words : `${line.lastAuthor}: ${words}`
}

function messageWords(entry: Entry, opened: Opened | undefined): string {
  switch (entry.kind) {
    case 'text': return entry.text ?? ''
    case 'media': return `📎 ${entry.text || (entry.media?.name ?? 'File')}`
    case 'deleted': return 'This message was deleted'
    case 'sealed': return sealedWords(opened)
    default: return ''
  }
}

function sealedWords(opened: Opened | undefined): string {
  switch (opened?.type) {
    case 'text': return opened.text
    case 'edit': return `Edited: ${opened.text}`
    case 'media': return `📎 ${opened.caption || opened.media.name}`
    case 'reaction': return opened.emoji === '' ? 'took a reaction back' : `reacted ${opened.emoji}`
    default: return 'Encrypted message'
  }
}

/** Two letters for a picture. */
export const initialsOf = (title: string): string => {
  const words = title.split(/[\s._-]+/).filter((word) => word !== '')
  return (words.length > 1 ? `${words[0]![0]}${words[1]![0]}` : title.slice(0, 2)).toUpperCase()
}
