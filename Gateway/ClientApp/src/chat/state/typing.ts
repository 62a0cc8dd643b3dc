/** How long one sign of writing holds, in milliseconds. */
export const TYPING_MS = 5_000
/** How often whoever writes says so, in milliseconds. */
export const TYPING_EVERY_MS = 3_000

/** Who is writing where: by conversation and account, until when in milliseconds. */
export type Typing = ReadonlyMap<string, ReadonlyMap<string, number>>

export function heard(typing: Typing, conversation: string, account: string, now: number): Typing {
  return new Map(typing).set(conversation, new Map(typing.get(conversation)).set(account, now + TYPING_MS))
}

/** A message ends the writing of whoever wrote it. */
export function ended(typing: Typing, conversation: string, account: string): Typing {
  if (typing.get(conversation)?.has(account) !== true) return typing
  const there = new Map(typing.get(conversation))
  there.delete(account)
  return new Map(typing).set(conversation, there)
}

/** What holds still; the same map when nothing ran out. */
export function current(typing: Typing, now: number): Typing {
  if (![...typing.values()].some((there) => there.size === 0 || [...there.values()].some((until) => until <= now))) return typing
  const kept = [...typing].map(([conversation, there]) =>
    [conversation, new Map([...there].filter(([, until]) => until > now))] as const)
  return new Map(kept.filter(([, there]) => there.size > 0))
}
