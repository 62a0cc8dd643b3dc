import type { ClientState, KeyPackage } from 'ts-mls'
import { newId } from '../../ui/ids'
import { decodePayload, encodePayload, type Opened, type Payload } from '../state/payload'
import type { Entry, Outgoing, Sent } from '../types'
import { fromBase64, toBase64 } from './base64'
import { type Delivery, isEpochPassed } from './delivery'
import {
  begun, epochIn, epochOf, type Leaf, leavesOf, readState, sealed, stepInto, stepped, stepWith, unsealed, welcomed, welcomeIn, writeState,
} from './group'
import { type DeviceKeys, packageOf } from './packages'
import { ownerOf } from './suite'
import type { Vault } from './vault'

/** What is kept of a group, as it stands behind one entry of the log. */
interface Kept {
  cursor: number
  /** Null for a device that is not, or no longer, in the group. */
  state: Uint8Array | null
  /** An own commit whose fate is not known: the log decides. */
  pending: { outgoing: Outgoing; state: Uint8Array } | null
  /** Own messages by client id until they come back in the log: their sealer cannot open them. */
  own: Record<string, Payload>
}

interface Group extends Omit<Kept, 'state'> {
  conversation: string
  state: ClientState | null
  opened: Map<number, Opened>
  spent: string[]
}

const ATTEMPTS = 8
const ADDED_MAX = 16
const keyOf = (conversation: string) => `group/${conversation}`
const openedKey = (conversation: string, sequence: number) => `opened/${conversation}/${String(sequence).padStart(16, '0')}`

/**
 * The encrypted conversations of one device (RFC 9420). Each entry of the log is processed once and in order; the state that follows and what
 * could be read are kept in one write, so that a page that ends in between does it again from the same state. Whatever is sent is kept before
 * it is sent: no key is used twice. Of commits the log decides which one holds.
 */
export class Sealing {
  readonly #keys: DeviceKeys
  readonly #vault: Vault
  readonly #delivery: Delivery

  constructor(keys: DeviceKeys, vault: Vault, delivery: Delivery) {
    this.#keys = keys
    this.#vault = vault
    this.#delivery = delivery
  }

  /** What is known of the sealed entries of a range, its ends included. */
  async opened(conversation: string, from: number, to: number): Promise<Map<number, Opened>> {
    const kept = await this.#vault.range<Opened>(openedKey(conversation, from), openedKey(conversation, to))
    return new Map(kept.map(([key, value]) => [Number(key.slice(key.lastIndexOf('/') + 1)), value]))
  }

  /** Processes what the log has by now; returns what was opened by it. */
  catchUp(conversation: string): Promise<Map<number, Opened>> {
    return this.#inTurn(conversation, (group) => this.#follow(group))
  }

  /** Who is in the group; empty when this device is not. */
  leaves(conversation: string): Promise<Leaf[]> {
    return this.#inTurn(conversation, async (group) => (group.state === null ? [] : leavesOf(group.state.ratchetTree)))
  }

  /** Brings the group to what the members are: begins it, joins it, removes who left, adds who has no device in it. */
  reconcile(conversation: string): Promise<void> {
    return this.#inTurn(conversation, (group) => this.#reconcile(group))
  }

  /** Seals and sends. Whoever is no member any more is out of the group before. A repeat has the same client id. */
  send(conversation: string, clientId: string, payload: Payload): Promise<Sent> {
    return this.#inTurn(conversation, async (group) => {
      for (let attempt = 1; ; attempt++) {
        await this.#reconcile(group)
        if (group.state === null) throw new Error('This device is not in the group.')
        const message = await sealed(group.state, encodePayload(payload))
        const epoch = epochOf(group.state)
        group.state = message.state
        group.own[clientId] = payload
        await this.#keep(group)
        try {
          return await this.#delivery.send({ conversation, clientId, kind: 'sealed', epoch, bytes: toBase64(message.bytes) })
        } catch (fault) {
          if (!isEpochPassed(fault) || attempt === ATTEMPTS) throw fault
        }
      }
    })
  }

  /** Takes a device out of a group, as when its owner removed it. */
  expel(conversation: string, account: string, device: string): Promise<void> {
    return this.#inTurn(conversation, async (group) => {
      for (let isThere = true; isThere;) {
        isThere = await this.#commit(group, async (state) => {
          const leaf = leavesOf(state.ratchetTree).find((one) => one.account === account && one.device === device)
          return leaf === undefined ? null : { added: [], removed: [leaf.index] }
        })
      }
    })
  }

  async #inTurn<T>(conversation: string, work: (group: Group) => Promise<T>): Promise<T> {
    return this.#vault.exclusive(keyOf(conversation), async () => {
      const kept = await this.#vault.read<Kept>(keyOf(conversation))
      const state = kept?.state ? readState(kept.state) : null
      return work({ cursor: 0, pending: null, own: {}, ...kept, conversation, state, opened: new Map(), spent: [] })
    })
  }

  async #keep(group: Group): Promise<void> {
    const { cursor, pending, own } = group
    const kept: Kept = { cursor, pending, own, state: group.state === null ? null : writeState(group.state) }
    const changes = new Map<string, unknown>([[keyOf(group.conversation), kept]])
    for (const [sequence, opened] of group.opened) changes.set(openedKey(group.conversation, sequence), opened)
    for (const key of group.spent) changes.set(key, undefined)
    await this.#vault.write(changes)
    group.spent = []
  }

  async #follow(group: Group): Promise<Map<number, Opened>> {
    const all = new Map<number, Opened>()
    for (;;) {
      const page = await this.#delivery.entries(group.conversation, group.cursor)
      for (const entry of page.entries) {
        if (entry.sequence <= group.cursor) continue
        await this.#take(group, entry)
        group.cursor = entry.sequence
      }
      if (page.entries.length > 0) await this.#keep(group)
      for (const [sequence, opened] of group.opened) all.set(sequence, opened)
      group.opened = new Map()
      if (page.entries.length === 0 || group.cursor >= page.head) return all
    }
  }

  async #take(group: Group, entry: Entry): Promise<void> {
    if (entry.kind === 'commit') await this.#takeCommit(group, entry)
    if (entry.kind === 'sealed') group.opened.set(entry.sequence, await this.#open(group, entry))
  }

  async #takeCommit(group: Group, entry: Entry): Promise<void> {
    const { pending } = group
    const isOwn = pending !== null && entry.clientId === pending.outgoing.clientId && entry.author === this.#keys.owner.account
    if (isOwn) group.state = readState(pending.state)
    else if (group.state !== null && epochOf(group.state) === entry.epoch) {
      // A commit that does not fit leaves this device without a state: it comes back by an external commit.
      group.state = entry.bytes ? await stepped(group.state, fromBase64(entry.bytes)).catch(() => null) : null
    } else if (group.state === null && entry.welcome !== null) {
      await this.#enter(group, fromBase64(entry.welcome))
    }
    if (pending !== null && (isOwn || entry.epoch >= (pending.outgoing.epoch ?? 0))) group.pending = null
  }

  async #enter(group: Group, bytes: Uint8Array): Promise<void> {
    const welcome = welcomeIn(bytes)
    const found = welcome === null ? null : await this.#keys.find(welcome)
    if (welcome === null || found === null) return
    try {
      group.state = await welcomed(welcome, found.publicPackage, found.secrets)
      group.spent.push(...found.spent)
    } catch {
      // A Welcome that does not open is of no use; the device joins by itself then.
    }
  }

  async #open(group: Group, entry: Entry): Promise<Opened> {
    const own = group.own[entry.clientId]
    if (own !== undefined && entry.author === this.#keys.owner.account) {
      delete group.own[entry.clientId]
      return own
    }
    if (group.state === null) return { type: 'locked', reason: 'before' }
    try {
      const message = await unsealed(group.state, fromBase64(entry.bytes ?? ''))
      group.state = message.state
      return message.by.account === entry.author ? decodePayload(message.plain) : { type: 'locked', reason: 'damaged' }
    } catch {
      const isBefore = entry.epoch < epochOf(group.state) && !group.state.historicalReceiverData.has(BigInt(entry.epoch - 1))
      return { type: 'locked', reason: isBefore ? 'before' : 'damaged' }
    }
  }

  async #reconcile(group: Group): Promise<void> {
    await this.#settle(group)
    for (let attempt = 0; group.state === null && attempt < ATTEMPTS; attempt++) await this.#join(group)
    const members = new Set((await this.#delivery.members(group.conversation)).map((member) => member.account))
    const keyless = new Set<string>()
    for (let isMore = true; isMore;) {
      isMore = await this.#commit(group, async (state) => {
        const leaves = leavesOf(state.ratchetTree)
        const removed = leaves.filter((leaf) => !members.has(leaf.account)).map((leaf) => leaf.index)
        const absent = [...members].filter((account) => !leaves.some((leaf) => leaf.account === account) && !keyless.has(account))
        const added = await this.#claim(group.conversation, absent, keyless)
        return removed.length + added.length === 0 ? null : { added, removed }
      })
    }
  }

  /** Packages of people who have no device in the group; those who have published none are remembered in `keyless`. */
  async #claim(conversation: string, accounts: readonly string[], keyless: Set<string>): Promise<KeyPackage[]> {
    const packages: KeyPackage[] = []
    for (const account of accounts) {
      const claimed = await this.#delivery.claimKeys(conversation, account, newId())
      const good = claimed.flatMap(({ device, package: bytes }) => {
        const one = packageOf(bytes)
        const owner = one === null ? null : ownerOf(one.leafNode.credential)
        return one !== null && owner?.account === account && owner.device === device ? [one] : []
      })
      if (good.length === 0) keyless.add(account)
      packages.push(...good)
      if (packages.length >= ADDED_MAX) break
    }
    return packages
  }

  /** Sends an own commit again whose answer was lost, and follows the log to where it is decided. */
  async #settle(group: Group): Promise<void> {
    await this.#follow(group)
    while (group.pending !== null) {
      try {
        await this.#delivery.send(group.pending.outgoing)
      } catch (fault) {
        if (!isEpochPassed(fault)) throw fault
        group.pending = null
      }
      await this.#follow(group)
    }
  }

  async #join(group: Group): Promise<void> {
    const own = await this.#keys.own()
    const info = await this.#delivery.groupInfo(group.conversation)
    if (info.epoch === 0) {
      const { state, groupInfo } = await begun(group.conversation, own)
      await this.#propose(group, state, { epoch: 0, groupInfo: toBase64(groupInfo) })
    } else if (epochIn(fromBase64(info.groupInfo)) === info.epoch) {
      const step = await stepInto(group.conversation, fromBase64(info.groupInfo), own)
      if (step === null) throw new Error('The public state of the group is of another group.')
      await this.#propose(group, step.state, { epoch: info.epoch, bytes: toBase64(step.commit), groupInfo: toBase64(step.groupInfo) })
    } else throw new Error('The public state of the group is of no use.')
  }

  /** Commits what is wanted of the state as it stands, again whenever another commit came first. False when nothing is wanted. */
  async #commit(
    group: Group, want: (state: ClientState) => Promise<{ added: KeyPackage[]; removed: number[] } | null>,
  ): Promise<boolean> {
    await this.#settle(group)
    if (group.state === null) return false
    const wanted = await want(group.state)
    if (wanted === null) return false
    const step = await stepWith(group.state, wanted.added, wanted.removed)
    await this.#propose(group, step.state, {
      epoch: epochOf(group.state), bytes: toBase64(step.commit), groupInfo: toBase64(step.groupInfo),
      ...(step.welcome === null ? {} : { welcome: toBase64(step.welcome) }),
    })
    return true
  }

  async #propose(group: Group, state: ClientState, parts: Pick<Outgoing, 'epoch' | 'bytes' | 'welcome' | 'groupInfo'>): Promise<void> {
    const outgoing: Outgoing = { conversation: group.conversation, clientId: `mls-${newId()}`, kind: 'commit', ...parts }
    group.pending = { outgoing, state: writeState(state) }
    await this.#keep(group)
    await this.#settle(group)
  }
}
