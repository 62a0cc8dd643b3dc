import { newId } from '../../ui/ids'
import { isMultipart, type ListedPart, missing, partBytesOf } from './plan'
import type { UploadRecord } from './records'

/**
 * waiting: not begun, or its parts wait for a free place. exists: an object of that name is there, and the person has to say what is to be.
 * interrupted: was begun by a page that is gone; the same file has to be picked again.
 */
export type UploadState = 'waiting' | 'checking' | 'running' | 'paused' | 'exists' | 'failed' | 'interrupted' | 'done'

/** An upload as it is shown. */
export interface Upload {
  id: string
  bucket: string
  key: string
  bytes: number
  sent: number
  state: UploadState
  error: unknown
}

/** What comes next: a small file goes whole; a large one is begun, sent in parts and completed. */
export type Phase = 'whole' | 'begin' | 'parts' | 'complete'

/** An upload of a file at work. Changed by the queue only. */
export class Transfer {
  readonly id = newId()
  readonly bucket: string
  readonly key: string
  readonly file: File
  state: UploadState = 'waiting'
  error: unknown = null
  phase: Phase
  /** An object of the same name may be replaced. */
  mayReplace = false
  /** One request at a time, whichever it is, except for parts. */
  isBusy = false
  attempts = 0
  notBefore = 0
  stop = new AbortController()
  record: UploadRecord | null = null
  readonly arrived = new Map<number, ListedPart>()
  readonly flying = new Map<number, number>()
  waiting: number[] = []
  #shown: Upload | null = null

  constructor(bucket: string, key: string, file: File) {
    this.bucket = bucket
    this.key = key
    this.file = file
    this.phase = isMultipart(file.size) ? 'begin' : 'whole'
  }

  get bytes(): number {
    return this.file.size
  }

  get partBytes(): number {
    return this.record?.partBytes ?? partBytesOf(this.bytes)
  }

  /** What the server has for certain. */
  get arrivedBytes(): number {
    let sum = 0
    for (const part of this.arrived.values()) sum += part.bytes
    return sum
  }

  get sent(): number {
    if (this.state === 'done') return this.bytes
    let sum = this.arrivedBytes
    for (const bytes of this.flying.values()) sum += bytes
    return Math.min(sum, this.bytes)
  }

  get isOpen(): boolean {
    return this.state === 'waiting' || this.state === 'running' || this.state === 'checking'
  }

  /** Ends what is under way; what has arrived stays. */
  halt(state: UploadState, error: unknown = null): void {
    this.state = state
    this.error = error
    this.stop.abort()
    this.stop = new AbortController()
    this.flying.clear()
    this.isBusy = false
    if (this.phase === 'parts') this.plan()
  }

  /** From the beginning as far as this page knows: what the server has of it is asked for. */
  again(): void {
    this.halt('waiting')
    this.attempts = 0
    this.notBefore = 0
    this.arrived.clear()
    this.phase = isMultipart(this.bytes) ? 'begin' : 'whole'
  }

  /** Which parts are still to be sent. */
  plan(): void {
    const there = new Set([...this.arrived.keys(), ...this.flying.keys()])
    this.waiting = missing(there, this.bytes, this.partBytes)
  }

  /** As it is shown now; the same object as long as nothing changed. */
  shown(): Upload {
    const { id, bucket, key, bytes, sent, state, error } = this
    const before = this.#shown
    if (before === null || before.sent !== sent || before.state !== state || before.error !== error) {
      this.#shown = { id, bucket, key, bytes, sent, state, error }
    }
    return this.#shown as Upload
  }
}
