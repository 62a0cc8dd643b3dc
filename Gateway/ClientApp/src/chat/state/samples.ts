import type { Entry, Line } from '../types'

/** An entry for tests. */
export const entryOf = (sequence: number, with_: Partial<Entry> = {}): Entry => ({
  sequence, id: String(sequence), at: sequence * 1_000, author: '1', clientId: `c${sequence}`, kind: 'text', text: `text ${sequence}`,
  replyTo: 0, edited: false, target: 0, emoji: null, media: null, epoch: 0, bytes: null, welcome: null, change: null, members: null,
  settings: null, revision: 0, reactions: [], ...with_,
})

/** A line for tests. */
export const lineOf = (with_: Partial<Line> = {}): Line => ({
  id: 'd.1.2', kind: 'direct', settings: { title: '', about: '', history: 'everything', announcementsOnly: false, encrypted: false },
  peer: { account: '2', handle: 'bob' }, memberCount: 2, role: 'member', first: 1, head: 0, read: 0, peerDelivered: 0, peerRead: 0,
  epoch: 0, link: '', blocked: false, last: null, lastAuthor: '', unread: 0, mutedUntil: null, archived: false, ...with_,
})
