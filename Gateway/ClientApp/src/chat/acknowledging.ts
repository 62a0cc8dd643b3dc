const PAUSE_MS = 150

/** What acknowledging needs of the chat. */
export interface Acknowledged {
  /** How far this device and the person are; null while that cannot be told. */
  marks: (conversation: string) => { delivered: number; read: number } | null
  tell: (conversation: string, delivered: number, read: number) => Promise<unknown>
  told: (conversation: string, read: number) => void
}

/** Tells the server how far this device got and the person has read: soon, and not for every single entry. */
export class Acknowledging {
  readonly #told = new Map<string, { delivered: number; read: number }>()
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>()
  readonly #chat: Acknowledged

  constructor(chat: Acknowledged) { this.#chat = chat }

  /** Somebody else signed in. */
  forget(): void { this.#told.clear() }

  soon(conversation: string): void {
    if (this.#waiting.has(conversation)) return
    this.#waiting.set(conversation, setTimeout(() => {
      this.#waiting.delete(conversation)
      void this.#tell(conversation).catch(() => undefined)
    }, PAUSE_MS))
  }

  async #tell(conversation: string): Promise<void> {
    const marks = this.#chat.marks(conversation)
    const known = this.#told.get(conversation)
    if (marks === null || (known !== undefined && known.delivered >= marks.delivered && known.read >= marks.read)) return
    await this.#chat.tell(conversation, marks.delivered, marks.read)
    this.#told.set(conversation, marks)
    this.#chat.told(conversation, marks.read)
  }
}
