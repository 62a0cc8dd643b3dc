/** The server understood and said no. `code` is stable; `message` is a sentence for the person. */
export class Refusal extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, status: number, message: string) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.status = status
  }
}

/** No answer came, or one that says the server could not tell: the command may or may not have been done, so send the same again. */
export class Unanswered extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'Unanswered'
  }
}
