import { Refusal, Unanswered } from '../ui/faults'
import { newId } from '../ui/ids'
import { drafts, keep } from './drafts'
import { type Draft, nextOf, waitingIn } from './state/outbox'
import type { Payload } from './state/payload'
import type { Sent } from './types'

const TOO_FAST_MS = 1_000

/** What sending needs of the chat. */
export interface Sender {
  account: () => string
  canSend: () => boolean
  send: (draft: Draft) => Promise<Sent>
  /** Its entry comes by itself; should it come late, the log is asked for it. */
  sent: (conversation: string, sequence: number) => Promise<void>
}

/** What a person has written and the server has not answered yet: kept through reloads, sent in order, once each. */
export class Sending {
  readonly #flushing = new Set<string>()
  readonly #chat: Sender

  constructor(chat: Sender) { this.#chat = chat }

  /** Writes something down to be sent, now or when the connection is back; it is shown at once. */
  post(conversation: string, draft: Omit<Draft, 'account' | 'conversation' | 'clientId' | 'at'>): void {
    keep((all) => [...all, { ...draft, account: this.#chat.account(), conversation, clientId: newId(), at: Date.now() }])
    this.flush()
  }

  /** Sends what was refused again. */
  retry(clientId: string): void {
    keep((all) => all.map(({ refused, ...draft }) => (draft.clientId === clientId || refused === undefined ? draft : { ...draft, refused })))
    this.flush()
  }

  discard(clientId: string): void { keep((all) => all.filter((draft) => draft.clientId !== clientId)) }

  /** Sends what waits, each conversation's in order. */
  flush(): void {
    for (const conversation of waitingIn(drafts.value)) {
      if (!this.#flushing.has(conversation)) void this.#flush(conversation)
    }
  }

  async #flush(conversation: string): Promise<void> {
    this.#flushing.add(conversation)
    try {
      for (let draft = nextOf(drafts.value, conversation); draft !== undefined; draft = nextOf(drafts.value, conversation)) {
        if (!this.#chat.canSend()) return
        await this.#send(draft)
      }
    } catch (fault) {
      if (!(fault instanceof Unanswered)) throw fault
    } finally {
      this.#flushing.delete(conversation)
    }
  }

  async #send(draft: Draft): Promise<void> {
    const { conversation, clientId } = draft
    try {
      const sent = await this.#chat.send(draft)
      await this.#chat.sent(conversation, sent.sequence)
      keep((all) => all.filter((one) => one.clientId !== clientId))
    } catch (fault) {
      if (fault instanceof Unanswered) throw fault
      if (fault instanceof Refusal && fault.code === 'too-fast') {
        await new Promise((resolve) => setTimeout(resolve, TOO_FAST_MS))
        return
      }
      const refused = fault instanceof Refusal
        ? { code: fault.code, sentence: fault.message }
        : { code: 'unexpected', sentence: fault instanceof Error ? fault.message : 'This could not be sent.' }
      keep((all) => all.map((one) => (one.clientId === clientId ? { ...one, refused } : one)))
    }
  }
}

/** What is sealed of a draft; null for a deletion, which the server does. */
export function payloadOf(draft: Draft): Payload | null {
  const reply = draft.replyTo === undefined ? {} : { replyTo: draft.replyTo }
  switch (draft.kind) {
    case 'text': return { type: 'text', text: draft.text ?? '', ...reply }
    case 'media': return { type: 'media', media: draft.media!, caption: draft.text ?? '', key: draft.seal!.key, iv: draft.seal!.iv, ...reply }
    case 'edited': return { type: 'edit', target: draft.target ?? 0, text: draft.text ?? '' }
    case 'reacted': return { type: 'reaction', target: draft.target ?? 0, emoji: draft.emoji ?? '' }
    case 'deleted': return null
  }
}
