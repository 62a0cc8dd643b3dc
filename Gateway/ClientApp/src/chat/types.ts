// What the hub /hubs/chat takes and gives; IChatClient and ChatCalls in Gateway/Chat say what each field means.

export interface MemberName { account: string; handle: string }
export interface Settings { title: string; about: string; history: 'nothing' | 'everything'; announcementsOnly: boolean; encrypted: boolean }
export interface Media { id: string; type: string; size: number; name: string }
export interface Reaction { account: string; emoji: string }

export type EntryKind = 'text' | 'media' | 'sealed' | 'commit' | 'edited' | 'deleted' | 'reacted' | 'membership' | 'settings'

export interface Entry {
  sequence: number
  id: string
  at: number
  author: string
  clientId: string
  kind: EntryKind
  text: string | null
  replyTo: number
  edited: boolean
  target: number
  emoji: string | null
  media: Media | null
  epoch: number
  /** Base64. */
  bytes: string | null
  /** Base64. */
  welcome: string | null
  change: 'created' | 'added' | 'joined' | 'removed' | 'left' | 'promoted' | 'demoted' | null
  members: MemberName[] | null
  settings: Settings | null
  revision: number
  reactions: Reaction[]
}

export type Role = 'member' | 'administrator' | 'owner'

export interface Line {
  id: string
  kind: 'direct' | 'group' | 'channel'
  settings: Settings
  peer: MemberName | null
  memberCount: number
  role: Role
  first: number
  head: number
  read: number
  peerDelivered: number
  peerRead: number
  epoch: number
  link: string
  blocked: boolean
  last: Entry | null
  lastAuthor: string
  unread: number
  mutedUntil: number | null
  archived: boolean
}

export interface SyncView { account: string; cursor: string; whole: boolean; conversations: Line[]; left: string[] }
export interface EntriesView { entries: Entry[]; first: number; head: number }
export interface Sent { sequence: number; id: string; at: number }
export interface Member { account: string; handle: string; role: Role; joinedAt: number; delivered: number; read: number }
export interface Receipt { sequence: number; delivered: number; read: number }
export interface PresenceView { account: string; online: boolean; lastSeen: number | null }
export interface Device { device: string; name: string; since: number }
export interface KeyView { device: string; package: string; lastResort: boolean }

/** What is to be sent; fields that a kind does not read are left out. */
export interface Outgoing {
  conversation: string
  clientId: string
  kind: EntryKind
  text?: string
  replyTo?: number
  target?: number
  emoji?: string
  media?: Media
  epoch?: number
  bytes?: string
  welcome?: string
  groupInfo?: string
}
