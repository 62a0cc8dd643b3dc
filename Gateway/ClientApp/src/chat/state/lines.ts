import type { Entry, Line, SyncView } from '../types'
import { isMessage } from './messages'

/** The conversations by id. */
export type Lines = ReadonlyMap<string, Line>

/** Takes what a sync said. A head that live entries have passed stays. */
export function synced(lines: Lines, sync: SyncView): Lines {
  const next = new Map(sync.whole ? [] : lines)
  for (const line of sync.conversations) {
    const known = lines.get(line.id)
    next.set(line.id, known === undefined || known.head <= line.head ? line : { ...line, head: known.head, last: known.last, lastAuthor: known.lastAuthor, unread: known.unread })
  }
  for (const id of sync.left) next.delete(id)
  return next
}

/** A new entry: the head moves, a message becomes the last, one of another is unread. */
export function advanced(line: Line, entry: Entry, me: string, nameOf: (account: string) => string): Line {
  if (entry.sequence <= line.head) {
    return line.last !== null && entry.target === line.last.sequence ? { ...line, last: changed(line.last, entry) } : line
  }
  if (!isMessage(entry)) {
    return { ...line, head: entry.sequence, last: line.last === null ? null : changed(line.last, entry) }
  }
  const isOwn = entry.author === me
  return {
    ...line,
    head: entry.sequence,
    last: entry,
    lastAuthor: nameOf(entry.author),
    archived: false,
    unread: isOwn ? 0 : Math.min(999, line.unread + 1),
    read: isOwn ? entry.sequence : line.read,
  }
}

function changed(last: Entry, entry: Entry): Entry {
  if (entry.target !== last.sequence || entry.sequence <= last.revision) return last
  if (entry.kind === 'edited') return { ...last, text: entry.text, edited: true, revision: entry.sequence }
  return entry.kind === 'deleted' ? { ...last, kind: 'deleted', text: null, media: null, revision: entry.sequence } : last
}

export const hasRead = (line: Line, read: number): Line =>
  read <= line.read ? line : { ...line, read, unread: read >= line.head ? 0 : line.unread }

/** What a conversation is called. */
export const titleOf = (line: Line): string => line.peer?.handle ?? line.settings.title

/** The list: the newest message first. */
export const ordered = (lines: Lines): Line[] =>
  [...lines.values()].sort((one, other) => timeOf(other) - timeOf(one) || (one.id < other.id ? -1 : 1))

const timeOf = (line: Line): number => line.last?.at ?? 0
