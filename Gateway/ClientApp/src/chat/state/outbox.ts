import type { Media, Outgoing } from '../types'

/** Something that was written and is not in the log yet, as far as this device knows. The client id is the same in every attempt. */
export interface Draft {
  account: string
  conversation: string
  clientId: string
  at: number
  kind: 'text' | 'media' | 'edited' | 'deleted' | 'reacted'
  text?: string
  replyTo?: number
  target?: number
  emoji?: string
  media?: Media
  /** Of media in an encrypted conversation: what its bytes are sealed with. */
  seal?: { key: string; iv: string }
  /** Why the server does not take it; the person decides what becomes of it. */
  refused?: { code: string; sentence: string }
}

/** Drops what stands in the log already: it was taken although its answer was lost. */
export const without = (drafts: readonly Draft[], conversation: string, clientIds: ReadonlySet<string>): readonly Draft[] =>
  drafts.some((draft) => draft.conversation === conversation && clientIds.has(draft.clientId))
    ? drafts.filter((draft) => draft.conversation !== conversation || !clientIds.has(draft.clientId))
    : drafts

/** What is to be sent next in a conversation: the oldest, and nothing past it, so that the order is kept. */
export const nextOf = (drafts: readonly Draft[], conversation: string): Draft | undefined =>
  drafts.find((draft) => draft.conversation === conversation && draft.refused === undefined)

/** Where something waits. */
export const waitingIn = (drafts: readonly Draft[]): string[] =>
  [...new Set(drafts.filter((draft) => draft.refused === undefined).map((draft) => draft.conversation))]

/** A draft as the server takes it in a conversation that is not encrypted. */
export function outgoingOf(draft: Draft): Outgoing {
  const { account: _account, at: _at, refused: _refused, seal: _seal, ...sent } = draft
  return sent
}
