import { describe, expect, test } from 'vitest'
import type { Entry } from '../types'
import { append, isWhole, type Log, logAt, prepend } from './log'
import { type Draft, nextOf, without } from './outbox'
import { randomOf } from './random'
import { entryOf } from './samples'

const sequences = (log: Log) => log.entries.map((entry) => entry.sequence)

describe('a log', () => {
  test('takes what follows, drops what it knows and tells of a hole', () => {
    const one = append(logAt(3), [entryOf(4), entryOf(5)])
    expect(sequences(one.log)).toEqual([4, 5])
    expect(append(one.log, [entryOf(5)])).toEqual({ log: one.log, isGap: false })
    const holed = append(one.log, [entryOf(6), entryOf(8)])
    expect(sequences(holed.log)).toEqual([4, 5, 6])
    expect(holed.isGap).toBe(true)
  })

  test('grows backward page by page until the first that one may see', () => {
    const older = prepend(logAt(5), [entryOf(5), entryOf(4)], 3)
    expect(sequences(older)).toEqual([4, 5])
    expect(isWhole(older, 3)).toBe(false)
    const whole = prepend(older, [entryOf(4), entryOf(3)], 3)
    expect(sequences(whole)).toEqual([3, 4, 5])
    expect(isWhole(whole, 3)).toBe(true)
  })

  test('knows that nothing is before an empty page', () => {
    expect(isWhole(prepend(logAt(0), [], 1), 1)).toBe(true)
  })
})

/** A server that keeps a log, tells of entries with losses and repeats, and loses answers. */
class ModelServer {
  readonly log: Entry[] = []

  take(author: string, clientId: string): number {
    const known = this.log.find((entry) => entry.author === author && entry.clientId === clientId)
    if (known !== undefined) return known.sequence
    this.log.push(entryOf(this.log.length + 1, { author, clientId }))
    return this.log.length
  }
}

class ModelClient {
  log = logAt(0)
  drafts: readonly Draft[] = []
  readonly #server: ModelServer
  readonly #me: string

  constructor(server: ModelServer, me: string) {
    this.#server = server
    this.#me = me
  }

  hear(entries: readonly Entry[]): void {
    const taken = append(this.log, entries)
    this.#keep(taken.log)
    if (taken.isGap) this.sync()
  }

  sync(): void {
    this.#keep(append(this.log, this.#server.log.slice(this.log.to)).log)
  }

  /** As after a reconnect: sync first, then what is not in the log, in order; an answer may be lost again. */
  resend(isLost: () => boolean): void {
    this.sync()
    for (let draft = nextOf(this.drafts, 'c'); draft !== undefined; draft = nextOf(this.drafts, 'c')) {
      if (isLost()) return
      this.#server.take(this.#me, draft.clientId)
      if (isLost()) return
      const done = draft.clientId
      this.drafts = this.drafts.filter((one) => one.clientId !== done)
    }
  }

  #keep(log: Log): void {
    this.log = log
    this.drafts = without(this.drafts, 'c', new Set(log.entries.filter((entry) => entry.author === this.#me).map((entry) => entry.clientId)))
  }
}

describe('over a network that loses, repeats and breaks off', () => {
  for (const seed of [1, 2, 3, 20_261_126, ...Array.from({ length: 20 }, (_, index) => 1_000 + index)]) {
    test(`each message is shown once and in order (seed ${seed})`, () => {
      const random = randomOf(seed)
      const server = new ModelServer()
      const clients = ['1', '2', '3'].map((me) => new ModelClient(server, me))
      const written = new Map<string, string[]>(['1', '2', '3'].map((me) => [me, []]))
      for (let step = 0; step < 400; step++) {
        const index = Math.floor(random() * 3)
        const client = clients[index]!
        const me = String(index + 1)
        if (random() < 0.4) {
          const clientId = `${me}-${step}`
          written.get(me)!.push(clientId)
          client.drafts = [...client.drafts, { account: me, conversation: 'c', clientId, at: step, kind: 'text', text: 'x' }]
        }
        if (random() < 0.5) client.resend(() => random() < 0.3)
        if (random() < 0.7) {
          const from = Math.floor(random() * (server.log.length + 1))
          client.hear(server.log.slice(from, from + 1 + Math.floor(random() * 4)))
        }
      }
      for (const client of clients) client.resend(() => false)
      for (const client of clients) {
        client.sync()
        expect(client.drafts).toEqual([])
        expect(sequences(client.log)).toEqual(server.log.map((entry) => entry.sequence))
      }
      for (const [me, ids] of written) {
        expect(clients[0]!.log.entries.filter((entry) => entry.author === me).map((entry) => entry.clientId)).toEqual(ids)
      }
    })
  }
})
