import { Refusal } from '../ui/faults'
import { currentSession, onSessionChange } from '../ui/session'
import { Store } from '../ui/store'
import { Acknowledging } from './acknowledging'
import { deviceName, deviceOf, forgetDevice } from './device'
import { drafts, keep, readDrafts } from './drafts'
import { Hub, type Pushes } from './hub'
import type { Delivery } from './mls/delivery'
import { DeviceKeys } from './mls/packages'
import { KeyRounds } from './mls/rounds'
import { Sealing } from './mls/sealing'
import { KeptVault } from './mls/vault'
import { notify } from './notices'
import { Reading } from './reading'
import { payloadOf, Sending } from './sending'
import { advanced, hasRead, type Lines, synced } from './state/lines'
import { append, type Log } from './state/log'
import { EMPTY, type Room } from './state/room'
import { type Draft, outgoingOf, waitingIn, without } from './state/outbox'
import { merged, raised } from './state/ticks'
import { current, ended, heard, type Typing, TYPING_EVERY_MS } from './state/typing'
import type { EntriesView, Entry, Line, Member, PresenceView, Receipt, Sent, SyncView } from './types'

const FORWARD = 200
const SYNC_MS = 30_000
const PREFETCH_MAX = 30
const MEMBERS_MS = 30_000

/** The chat of whoever is signed in: one connection, everything that is shown, and what waits to be sent. */
class Chat {
  readonly lines = new Store<Lines>(new Map())
  readonly isReady = new Store(false)
  readonly fault = new Store<Refusal | null>(null)
  readonly typing = new Store<Typing>(new Map())
  readonly presences = new Store<ReadonlyMap<string, PresenceView>>(new Map())
  readonly names = new Store<ReadonlyMap<string, string>>(new Map())
  device = ''
  me = ''
  #sealing: Sealing | null = null
  #keys: DeviceKeys | null = null
  #cursor = ''
  #open: string | null = null
  readonly #rooms = new Map<string, Store<Room>>()
  readonly #membersAt = new Map<string, number>()
  readonly #typed = new Map<string, number>()
  readonly #hub = new Hub((name, push) => this.#hear(name, push), () => this.#greet())
  readonly #acknowledging = new Acknowledging({
    marks: (conversation) => this.#marks(conversation),
    tell: (conversation, delivered, read) => this.call('Acknowledge', conversation, delivered, read),
    told: (conversation, read) => {
      const now = this.line(conversation)
      if (now !== undefined) this.lines.set(new Map(this.lines.value).set(conversation, hasRead(now, read)))
    },
  })
  readonly #rounds = new KeyRounds({
    ownRank: async (conversation) =>
      (await this.leaves(conversation)).findIndex((leaf) => leaf.account === this.me && leaf.device === this.device),
    hasKeys: async (conversation) => (await this.leaves(conversation)).length > 0,
    reconcile: async (conversation) => this.#sealing?.reconcile(conversation),
  })
  readonly history = new Reading({
    call: (method, ...parts) => this.call(method, ...parts),
    room: (conversation) => this.room(conversation).value,
    ends: (conversation) => ({ first: this.line(conversation)?.first ?? 1, head: this.line(conversation)?.head ?? 0 }),
    keep: (conversation, log) => this.#keepLog(conversation, log),
    arrived: (conversation) => this.#arrived(conversation),
    opened: (conversation) => this.#unseal(conversation),
  })
  /** What is written, sent when it can be. */
  readonly sending = new Sending({
    account: () => this.me,
    canSend: () => this.#hub.isConnected && this.isReady.value,
    send: (draft) => this.#deliver(draft),
    sent: async (conversation, sequence) => {
      if (this.room(conversation).value.log.to < sequence) await this.history.fill(conversation)
    },
  })

  constructor() {
    onSessionChange(() => this.#follow())
    setInterval(() => { if (this.#hub.isConnected) void this.sync().catch(() => undefined) }, SYNC_MS)
    setInterval(() => this.typing.set(current(this.typing.value, Date.now())), 1_000)
  }

  /** Connects for whoever is signed in; again does nothing. */
  start(): void {
    if (this.me === '') this.#follow()
  }

  #follow(): void {
    const id = currentSession()?.id ?? ''
    readDrafts()
    if (id === this.me) return
    void this.#hub.stop()
    this.me = id
    this.#cursor = ''
    this.#open = null
    this.#rooms.clear()
    this.#acknowledging.forget()
    this.lines.set(new Map())
    this.isReady.set(false)
    this.fault.set(null)
    if (id === '') return
    this.device = deviceOf(id)
    const vault = new KeptVault(`chat-${id}`)
    this.#keys = new DeviceKeys({ account: id, device: this.device }, vault)
    this.#sealing = new Sealing(this.#keys, vault, this.#delivery())
    this.#hub.start()
  }

  call<T>(method: string, ...parts: unknown[]): Promise<T> { return this.#hub.call<T>(method, ...parts) }

  room(conversation: string): Store<Room> {
    let room = this.#rooms.get(conversation)
    if (room === undefined) this.#rooms.set(conversation, room = new Store(EMPTY))
    return room
  }

  line(conversation: string): Line | undefined { return this.lines.value.get(conversation) }

  nameOf(account: string): string { return account === this.me ? 'You' : this.names.value.get(account) ?? `account ${account}` }

  // ---- From the server

  async #greet(): Promise<void> {
    try {
      const sync = await this.call<SyncView>('Hello', { device: this.device, name: deviceName(), cursor: this.#cursor })
      this.#synced(sync)
      this.fault.set(null)
    } catch (fault) {
      if (fault instanceof Refusal) this.fault.set(fault)
      throw fault
    }
    void this.#caughtUp().catch(() => undefined)
  }

  async sync(): Promise<void> {
    this.#synced(await this.call<SyncView>('Sync', this.#cursor))
    await this.#caughtUp()
  }

  #synced(sync: SyncView): void {
    this.#cursor = sync.cursor
    this.#learn(sync.conversations.flatMap((line) => [
      ...(line.peer === null ? [] : [line.peer]),
      ...(line.last === null || line.lastAuthor === '' ? [] : [{ account: line.last.author, handle: line.lastAuthor }]),
    ]))
    this.lines.set(synced(this.lines.value, sync))
    for (const left of sync.left) this.#rooms.delete(left)
    this.isReady.set(true)
  }

  /** After a sync: what is open or waits to be sent is brought up to the head, then what waits is sent, then the rest is fetched. */
  async #caughtUp(): Promise<void> {
    void this.#keys?.publish(this.#delivery()).catch(() => undefined)
    const first = new Set([...(this.#open === null ? [] : [this.#open]), ...waitingIn(drafts.value)])
    for (const conversation of first) if (this.line(conversation) !== undefined) await this.history.fill(conversation)
    this.sending.flush()
    if (this.#open !== null) await this.#watch(this.#open)
    const behind = [...this.lines.value.values()].filter((line) => this.#isBehind(line)).slice(0, PREFETCH_MAX)
    for (const line of behind) await this.history.fill(line.id)
  }

  #isBehind(line: Line): boolean {
    const log = this.#rooms.get(line.id)?.value.log
    return line.kind !== 'channel' && (log === undefined ? line.unread > 0 || line.settings.encrypted : log.to < line.head)
  }

  #hear<Name extends keyof Pushes>(name: Name, push: Pushes[Name]): void {
    switch (name) {
      case 'Entries': return this.#takeLive(push as Pushes['Entries'])
      case 'Watermarks': return this.#takeWatermarks(push as Pushes['Watermarks'])
      case 'Receipts': {
        const { conversation, counts } = push as Pushes['Receipts']
        return this.#change(conversation, (room) => ({ ...room, receipts: merged(room.receipts, counts) }))
      }
      case 'Typing': {
        const { conversation, account } = push as Pushes['Typing']
        if (account !== this.me) this.typing.set(heard(this.typing.value, conversation, account, Date.now()))
        return
      }
      case 'Presence': {
        const presence = push as PresenceView
        return this.presences.set(new Map(this.presences.value).set(presence.account, presence))
      }
      case 'Keys':
        void this.#keys?.publish(this.#delivery()).catch(() => undefined)
        return
      case 'Closed':
        forgetDevice(this.me)
        void this.#hub.stop()
        return this.fault.set(new Refusal('no-such-device', 0, 'This device was removed from your account. Load the page again to use chat here as a new device.'))
      case 'Conversation':
        this.#membersAt.delete(push as string)
        void this.sync().then(() => this.#changedMembers(push as string)).catch(() => undefined)
        return
      default:
        void this.sync().catch(() => undefined)
    }
  }

  #takeLive({ conversation, entries }: Pushes['Entries']): void {
    const line = this.line(conversation)
    if (line === undefined) return void this.sync().catch(() => undefined)
    for (const entry of entries) this.#noticed(conversation, entry)
    const room = this.room(conversation).value
    if (room.isLoading) return void this.history.fill(conversation).catch(() => undefined)
    const { log, isGap } = append(room.log, entries)
    this.#keepLog(conversation, log)
    if (isGap) void this.history.fill(conversation).catch(() => undefined)
    else this.#arrived(conversation)
  }

  #noticed(conversation: string, entry: Entry): void {
    const line = this.line(conversation)
    if (line === undefined) return
    if (entry.members !== null) this.#learn(entry.members)
    if (entry.kind === 'membership') {
      this.#membersAt.delete(conversation)
      void this.sync().then(() => this.#changedMembers(conversation)).catch(() => undefined)
    }
    const isNew = entry.sequence > line.head
    const next = advanced(line, entry, this.me, (account) => this.nameOf(account))
    this.lines.set(new Map(this.lines.value).set(conversation, entry.settings === null ? next : { ...next, settings: entry.settings }))
    this.typing.set(ended(this.typing.value, conversation, entry.author))
    if (isNew && entry.author !== this.me && next.unread > line.unread) notify(next, entry, this.nameOf(entry.author))
  }

  #takeWatermarks({ conversation, account, delivered, read }: Pushes['Watermarks']): void {
    const line = this.line(conversation)
    if (line === undefined) return
    this.lines.set(new Map(this.lines.value).set(conversation, account === this.me ? hasRead(line, read) : raised(line, delivered, read)))
  }

  // ---- The log

  #change(conversation: string, to: (room: Room) => Room): void {
    const room = this.room(conversation)
    room.set(to(room.value))
  }

  #keepLog(conversation: string, log: Log): void {
    this.#change(conversation, (room) => ({ ...room, log, isLoading: false }))
    const mine = new Set(log.entries.filter((entry) => entry.author === this.me).map((entry) => entry.clientId))
    keep((all) => without(all, conversation, mine))
  }

  /** New entries are here: they are opened where they are sealed, and their authors are told. */
  async #arrived(conversation: string): Promise<void> {
    if (this.line(conversation)?.settings.encrypted === true) await this.#unseal(conversation)
    this.#acknowledging.soon(conversation)
  }

  async #unseal(conversation: string): Promise<void> {
    const line = this.line(conversation)
    if (line?.settings.encrypted !== true || this.#sealing === null) return
    await this.#sealing.catchUp(conversation).catch(() => undefined)
    const { log } = this.room(conversation).value
    const opened = await this.#sealing.opened(conversation, log.from, log.to)
    this.#change(conversation, (room) => ({ ...room, opened: new Map([...room.opened, ...opened]) }))
    if (line.epoch > 0 || log.entries.some((entry) => entry.kind === 'commit')) this.#rounds.joinSoon(conversation)
  }

  // ---- Receipts

  #marks(conversation: string): { delivered: number; read: number } | null {
    const line = this.line(conversation)
    if (line === undefined || !this.#hub.isConnected) return null
    const delivered = this.room(conversation).value.log.to
    const isSeen = this.#open === conversation && document.visibilityState === 'visible' && document.hasFocus()
    return { delivered, read: isSeen ? delivered : line.read }
  }

  /** The person looks at the conversation again. */
  looked(): void {
    if (this.#open !== null) this.#acknowledging.soon(this.#open)
  }

  // ---- What the person does

  /** Shows a conversation: its newest entries, its members, and who of them is there. */
  async open(conversation: string | null): Promise<void> {
    const former = this.#open
    this.#open = conversation
    if (former !== null && former !== conversation) void this.call('Close', former).catch(() => undefined)
    if (conversation === null || !this.#hub.isConnected || this.line(conversation) === undefined) return
    await this.history.fill(conversation)
    await this.#watch(conversation)
  }

  async #watch(conversation: string): Promise<void> {
    const presences = await this.call<PresenceView[]>('Open', conversation)
    this.presences.set(new Map([...this.presences.value, ...presences.map((one) => [one.account, one] as const)]))
    const line = this.line(conversation)
    if (line !== undefined && (line.kind !== 'channel' || line.role !== 'member')) await this.loadMembers(conversation)
    await this.#askReceipts(conversation)
  }

  async loadMembers(conversation: string): Promise<readonly Member[]> {
    const members: Member[] = []
    for (let after = ''; ;) {
      const page = await this.call<Member[]>('Members', conversation, after, FORWARD)
      members.push(...page)
      if (page.length < FORWARD) break
      after = page.at(-1)!.account
    }
    this.#learn(members)
    this.#membersAt.set(conversation, Date.now())
    this.#change(conversation, (room) => ({ ...room, members }))
    return members
  }

  async #askReceipts(conversation: string): Promise<void> {
    if (this.line(conversation)?.kind !== 'group') return
    const own = this.room(conversation).value.log.entries.filter((entry) => entry.author === this.me).slice(-50)
    if (own.length === 0) return
    const counts = await this.call<Receipt[]>('Receipts', conversation, own.map((entry) => entry.sequence))
    this.#change(conversation, (room) => ({ ...room, receipts: merged(room.receipts, counts) }))
  }

  /** Tells the others that the person is writing, now and then. */
  typed(conversation: string): void {
    const now = Date.now()
    if (now - (this.#typed.get(conversation) ?? 0) < TYPING_EVERY_MS || !this.#hub.isConnected) return
    this.#typed.set(conversation, now)
    void this.call('Typing', conversation).catch(() => undefined)
  }

  /** A line that an answer of the server brought. */
  take(line: Line): void {
    if (line.peer !== null) this.#learn([line.peer])
    const known = this.line(line.id)
    this.lines.set(new Map(this.lines.value).set(line.id, known === undefined ? line : { ...line, mutedUntil: known.mutedUntil, archived: known.archived }))
  }

  async prefer(line: Line, mutedUntil: number | null, archived: boolean): Promise<void> {
    await this.call('Prefer', line.id, mutedUntil, archived)
    const now = this.line(line.id)
    if (now !== undefined) this.lines.set(new Map(this.lines.value).set(line.id, { ...now, mutedUntil, archived }))
  }

  /** Changes members, roles or settings; in an encrypted conversation this device brings the keys after it. */
  async change(conversation: string, kind: string, parts: object = {}): Promise<Line | null> {
    const line = await this.call<Line | null>('Change', { conversation, kind, ...parts })
    this.#membersAt.delete(conversation)
    if (line !== null) {
      this.take(line)
      void this.loadMembers(conversation).catch(() => undefined)
      if (line.settings.encrypted) void this.#sealing?.reconcile(conversation).catch(() => undefined)
    } else this.lines.set(new Map([...this.lines.value].filter(([id]) => id !== conversation)))
    return line
  }

  async removeDevice(device: string): Promise<void> {
    await this.call('RemoveDevice', device)
    for (const line of this.lines.value.values()) {
      if (line.settings.encrypted && line.epoch > 0) await this.#sealing?.expel(line.id, this.me, device).catch(() => undefined)
    }
  }

  /** The devices that hold keys of an encrypted conversation. */
  leaves(conversation: string) { return this.#sealing?.leaves(conversation) ?? Promise.resolve([]) }

  // ---- Keys

  async #changedMembers(conversation: string): Promise<void> {
    if (this.line(conversation)?.settings.encrypted === true) await this.#rounds.membersChanged(conversation)
  }

  #deliver(draft: Draft): Promise<Sent> {
    const payload = this.line(draft.conversation)?.settings.encrypted === true ? payloadOf(draft) : null
    return payload === null
      ? this.call<Sent>('Send', outgoingOf(draft))
      : this.#sealing!.send(draft.conversation, draft.clientId, payload)
  }

  #delivery(): Delivery {
    return {
      entries: (conversation, after) => this.call<EntriesView>('Entries', conversation, after, false, FORWARD),
      send: (entry) => this.call<Sent>('Send', entry),
      members: async (conversation) => {
        const isFresh = Date.now() - (this.#membersAt.get(conversation) ?? 0) < MEMBERS_MS
        return isFresh ? this.room(conversation).value.members : this.loadMembers(conversation)
      },
      claimKeys: (conversation, account, commandId) => this.call('ClaimKeys', conversation, account, commandId),
      groupInfo: (conversation) => this.call('GroupInfo', conversation),
      publishKeys: (packages, lastResort) => this.call('PublishKeys', packages, lastResort),
    }
  }

  #learn(names: readonly { account: string; handle: string }[]): void {
    const unknown = names.filter(({ account, handle }) => account !== this.me && this.names.value.get(account) !== handle)
    if (unknown.length > 0) this.names.set(new Map([...this.names.value, ...unknown.map(({ account, handle }) => [account, handle] as const)]))
  }
}

export const chat = new Chat()
