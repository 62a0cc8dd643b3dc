import { Refusal, Unanswered } from '../../ui/faults'
import { entryOf } from '../state/samples'
import type { Entry, KeyView, Outgoing, Sent } from '../types'
import type { Delivery } from './delivery'

/** The server's rules for encrypted conversations, for tests: an ordered log, the first commit of an epoch wins, each key is given once. */
export class ModelServer {
  readonly log: Entry[] = []
  readonly members = new Set<string>()
  epoch = 0
  /** Decides whether a call, or its answer, is lost. */
  isLost: () => boolean = () => false
  #groupInfo = ''
  readonly #keys = new Map<string, { packages: string[]; lastResort: string }>()

  delivery(account: string, device: string): Delivery {
    const owner = `${account}/${device}`
    return {
      entries: async (_, after) => {
        this.#demand(account)
        return { entries: this.log.slice(after, after + 20), first: 1, head: this.log.length }
      },
      send: async (entry) => this.#lossy(() => this.#take(account, entry)),
      members: async () => [...this.members].map((one) => ({ account: one })),
      claimKeys: async (_, whose) => this.#claim(whose),
      groupInfo: async () => ({ epoch: this.epoch, groupInfo: this.#groupInfo }),
      publishKeys: async (packages, lastResort) => {
        const kept = this.#keys.get(owner) ?? { packages: [], lastResort: '' }
        kept.packages.push(...packages)
        if (lastResort !== '') kept.lastResort = lastResort
        this.#keys.set(owner, kept)
        return kept.packages.length
      },
    }
  }

  change(change: 'added' | 'removed', account: string, author: string): void {
    if (change === 'added') this.members.add(account)
    else this.members.delete(account)
    this.#append(author, { clientId: '', kind: 'membership', change, members: [{ account, handle: account }] })
  }

  #lossy<T>(work: () => T): T {
    if (this.isLost()) throw new Unanswered('lost')
    const answer = work()
    if (this.isLost()) throw new Unanswered('lost')
    return answer
  }

  #take(account: string, entry: Outgoing): Sent {
    this.#demand(account)
    const known = this.log.find((one) => one.author === account && one.clientId === entry.clientId)
    if (known !== undefined) return { sequence: known.sequence, id: known.id, at: known.at }
    const epoch = entry.epoch ?? 0
    const fits = entry.kind === 'commit' ? epoch === this.epoch : epoch >= 1 && epoch <= this.epoch && epoch >= this.epoch - 2
    if (!fits) throw new Refusal('epoch-passed', 0, 'The group has moved on.')
    if (entry.kind === 'commit') {
      this.epoch++
      this.#groupInfo = entry.groupInfo ?? ''
    }
    return this.#append(account, {
      clientId: entry.clientId, kind: entry.kind, epoch, bytes: entry.bytes ?? null, welcome: entry.welcome ?? null,
    })
  }

  #append(author: string, with_: Partial<Entry>): Entry {
    const entry = entryOf(this.log.length + 1, { author, text: null, ...with_ })
    this.log.push(entry)
    return entry
  }

  #claim(account: string): KeyView[] {
    return [...this.#keys].filter(([owner]) => owner.startsWith(`${account}/`)).map(([owner, kept]) => {
      const one = kept.packages.shift()
      return { device: owner.split('/')[1]!, package: one ?? kept.lastResort, lastResort: one === undefined }
    })
  }

  #demand(account: string): void {
    if (!this.members.has(account)) throw new Refusal('not-member', 0, 'You are in no such conversation.')
  }
}
