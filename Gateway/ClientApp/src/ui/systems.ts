import {
  IconArrowsExchange, IconBrandGit, IconBroadcast, IconCalendarTime, IconCreditCard, IconDatabase, IconDeviceGamepad2, IconFileText,
  IconFolderSearch, IconHearts, IconMail, IconMessageCircle, IconMicrophone, IconVideo, type TablerIcon,
} from '@tabler/icons-react'

export type SystemGroup = 'Communicate' | 'Store' | 'Markets' | 'Live'

/** One of the fourteen. Without a path it is not there yet. */
export interface System {
  name: string
  group: SystemGroup
  icon: TablerIcon
  /** What a person does with it, in one sentence. */
  about: string
  /** The protocol or tools that work against it. */
  speaks: string
  path?: string
  /** The second key of "g …". */
  key?: string
}

export const groups: readonly SystemGroup[] = ['Communicate', 'Store', 'Markets', 'Live']

export const systems: readonly System[] = [
  {
    name: 'Chat', group: 'Communicate', icon: IconMessageCircle, about: 'Write to one another, in order and exactly once, sealed if you like.', speaks: 'SignalR, MLS',
    path: '/chat', key: 'c',
  },
  { name: 'Broadcast', group: 'Communicate', icon: IconBroadcast, about: 'Chat in channels with millions of listeners.', speaks: 'SignalR' },
  { name: 'Mail', group: 'Communicate', icon: IconMail, about: 'A mailbox that any mail program can open.', speaks: 'SMTP, IMAP' },
  { name: 'Meetings', group: 'Communicate', icon: IconVideo, about: 'See and hear each other, with a lobby and a grid.', speaks: 'WebRTC' },
  { name: 'Documents', group: 'Communicate', icon: IconFileText, about: 'Write one text together at the same time.', speaks: 'SignalR' },
  {
    name: 'Objects', group: 'Store', icon: IconDatabase, about: 'Buckets of files with versions, links to share and room for large ones.', speaks: 'S3',
    path: '/objects', key: 'o',
  },
  { name: 'Drive and Search', group: 'Store', icon: IconFolderSearch, about: 'Find any file by what stands in it.', speaks: 'REST' },
  { name: 'Git', group: 'Store', icon: IconBrandGit, about: 'Push, browse and review source code.', speaks: 'Git over HTTP' },
  {
    name: 'Exchange', group: 'Markets', icon: IconArrowsExchange, about: 'Trade on a fast order book with test money.', speaks: 'Binance Spot API',
    path: '/exchange', key: 'e',
  },
  { name: 'Mentorship', group: 'Markets', icon: IconCalendarTime, about: 'Book an hour with somebody who knows.', speaks: 'iCalendar' },
  { name: 'Dating', group: 'Markets', icon: IconHearts, about: 'Meet people near you, one card at a time.', speaks: 'REST' },
  { name: 'Payments', group: 'Markets', icon: IconCreditCard, about: 'Pick the way to pay that is likeliest to work.', speaks: 'REST' },
  { name: 'Voice', group: 'Live', icon: IconMicrophone, about: 'Say what you want, and have it done.', speaks: 'Audio over SignalR' },
  { name: 'Games', group: 'Live', icon: IconDeviceGamepad2, about: 'Share one world with many players.', speaks: 'SignalR' },
]
