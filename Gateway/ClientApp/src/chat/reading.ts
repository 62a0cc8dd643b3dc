import { append, isWhole, type Log, logAt, prepend } from './state/log'
import type { Room } from './state/room'
import type { EntriesView } from './types'

const PAGE = 60
const FORWARD = 200
const GAP_MAX = 2_000

/** What reading the history needs of the chat. */
export interface Reader {
  call: <T>(method: string, ...parts: unknown[]) => Promise<T>
  room: (conversation: string) => Room
  /** The first entry that may be seen and the last that there is. */
  ends: (conversation: string) => { first: number; head: number }
  keep: (conversation: string, log: Log) => void
  /** New entries are there. */
  arrived: (conversation: string) => Promise<void>
  /** Older ones are. */
  opened: (conversation: string) => Promise<void>
}

/** Reads the entries of conversations that the page does not have yet. */
export class Reading {
  readonly #filling = new Map<string, Promise<void>>()
  readonly #chat: Reader

  constructor(chat: Reader) { this.#chat = chat }

  /** Brings a log to the head: the newest page when nothing is known, what is missing otherwise. */
  fill(conversation: string): Promise<void> {
    const running = this.#filling.get(conversation)
    if (running !== undefined) return running
    const filling = this.#fill(conversation).finally(() => this.#filling.delete(conversation))
    this.#filling.set(conversation, filling)
    return filling
  }

  async #fill(conversation: string): Promise<void> {
    const { log, isLoading } = this.#chat.room(conversation)
    if (isLoading || this.#chat.ends(conversation).head - log.to > GAP_MAX) {
      const page = await this.#chat.call<EntriesView>('Entries', conversation, Number.MAX_SAFE_INTEGER, true, PAGE)
      const newest = page.entries[0]?.sequence ?? page.head
      this.#chat.keep(conversation, prepend(logAt(newest), page.entries, page.first))
    }
    for (let isBehind = true; isBehind;) {
      const before = this.#chat.room(conversation).log
      const page = await this.#chat.call<EntriesView>('Entries', conversation, before.to, false, FORWARD)
      this.#chat.keep(conversation, append(this.#chat.room(conversation).log, page.entries).log)
      const after = this.#chat.room(conversation).log
      isBehind = page.entries.length > 0 && after.to < page.head && after.to > before.to
    }
    await this.#chat.arrived(conversation)
  }

  /** A page of what was before. */
  async older(conversation: string): Promise<void> {
    const { log } = this.#chat.room(conversation)
    if (isWhole(log, this.#chat.ends(conversation).first)) return
    const page = await this.#chat.call<EntriesView>('Entries', conversation, log.from + 1, true, PAGE)
    this.#chat.keep(conversation, prepend(this.#chat.room(conversation).log, page.entries, page.first))
    await this.#chat.opened(conversation)
  }
}
