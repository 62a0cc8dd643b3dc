const FALLBACK_MS = 3_000

/** What the rounds need of the chat. */
export interface Rounds {
  /** The place of this device among those that hold keys; below 0 when it holds none. */
  ownRank: (conversation: string) => Promise<number>
  hasKeys: (conversation: string) => Promise<boolean>
  reconcile: (conversation: string) => Promise<unknown>
}

/** When this device brings the keys of an encrypted conversation in line with its members. */
export class KeyRounds {
  readonly #joining = new Map<string, ReturnType<typeof setTimeout>>()
  readonly #chat: Rounds

  constructor(chat: Rounds) { this.#chat = chat }

  /** A device without keys waits a little for a Welcome and then joins by itself. */
  joinSoon(conversation: string): void {
    if (this.#joining.has(conversation)) return
    this.#joining.set(conversation, setTimeout(async () => {
      this.#joining.delete(conversation)
      if (!await this.#chat.hasKeys(conversation)) await this.#chat.reconcile(conversation).catch(() => undefined)
    }, FALLBACK_MS / 3))
  }

  /** The device that changed the members commits; the others wait their turn, in the order of the leaves, in case it does not. */
  async membersChanged(conversation: string): Promise<void> {
    const rank = await this.#chat.ownRank(conversation)
    if (rank < 0) return this.joinSoon(conversation)
    setTimeout(() => void this.#chat.reconcile(conversation).catch(() => undefined), (rank + 1) * FALLBACK_MS)
  }
}
