import { currentConnection, onConnectionChange } from '../../ui/connection'
import { Refusal, Unanswered } from '../../ui/http'
import { currentSession, onSessionChange } from '../../ui/session'
import { Store } from '../../ui/store'
import { keyFault } from '../keys'
import type { Picked } from './files'
import { Pace } from './pace'
import { OBJECT_BYTES_MAX } from './plan'
import { abandoned, differenceOf, identityOf, keepRecord, readRecords, type UploadRecord } from './records'
import { begin, complete, discard, NameTaken, sendPart, sendWhole } from './steps'
import { Transfer, type Upload } from './transfer'

/** Requests at the same time, of all files together. */
const PLACES = 4
const ATTEMPTS_MAX = 5
const SHOW_MS = 120
const TOUCH_MS = 3_000

/** How all of it goes. */
export interface Progress {
  bytes: number
  sent: number
  /** Bytes a second, and seconds to go; null as long as nobody knows. */
  rate: number | null
  secondsLeft: number | null
}

export const uploads = new Store<readonly Upload[]>([])
export const progress = new Store<Progress>({ bytes: 0, sent: 0, rate: null, secondsLeft: null })

const pace = new Pace()
const arrivals = new Set<(bucket: string, key: string) => void>()
let transfers: Transfer[] = []
let interrupted: UploadRecord[] = []
let account = currentSession()?.id
let placesTaken = 0
let bytesOnTheWire = 0
let showing: ReturnType<typeof setTimeout> | undefined
let waking: ReturnType<typeof setTimeout> | undefined

/** Hears of every object that has arrived. */
export function onArrival(listener: (bucket: string, key: string) => void): () => void {
  arrivals.add(listener)
  return () => arrivals.delete(listener)
}

// What a person can do

/** Puts files into a folder of a bucket. */
export function add(bucket: string, prefix: string, picked: readonly Picked[]): void {
  if (transfers.every(({ state }) => state === 'done')) transfers = []
  const known = new Set(transfers.filter((transfer) => transfer.state !== 'done').map((transfer) => `${transfer.bucket}/${transfer.key}`))
  const added = picked.filter(({ path }) => !known.has(`${bucket}/${prefix}${path}`)).map(({ file, path }) => {
    const transfer = new Transfer(bucket, prefix + path, file)
    const fault = keyFault(transfer.key) ?? (file.size > OBJECT_BYTES_MAX ? 'An object has at most 5 TiB.' : null)
    if (fault !== null) transfer.halt('failed', new Refusal('NotPossible', 400, fault))
    return transfer
  })
  transfers = [...transfers, ...added]
  findInterrupted()
  pump()
}

export const pause = (id: string): void => one(id, (transfer) => { if (transfer.isOpen) transfer.halt('paused') })
export const goOn = (id: string): void => one(id, (transfer) => { if (transfer.state === 'paused') transfer.state = 'waiting' })
export const retry = (id: string): void => one(id, (transfer) => transfer.again())

/** The object that is there may be replaced. */
export const replace = (id: string): void => one(id, allowReplacing)

/** Gives an upload up, wherever it stands; what has arrived of it is deleted. */
export function cancel(id: string): void {
  const lost = interrupted.find((record) => record.uploadId === id)
  if (lost !== undefined) discard(lost)
  for (const transfer of transfers.filter((candidate) => candidate.id === id)) {
    if (transfer.state !== 'done') transfer.halt('paused')
    if (transfer.state !== 'done' && transfer.record !== null) discard(transfer.record)
  }
  transfers = transfers.filter((transfer) => transfer.id !== id)
  findInterrupted()
  pump()
}

/** Goes on with an interrupted upload; a sentence if this is not its file. */
export function resume(id: string, file: File): string | null {
  const record = interrupted.find((candidate) => candidate.uploadId === id)
  if (record === undefined) return 'The upload is not there any more.'
  const difference = differenceOf(record, identityOf(file))
  if (difference !== null) return difference
  const transfer = new Transfer(record.bucket, record.key, file)
  transfer.record = record
  transfers = [...transfers, transfer]
  findInterrupted()
  pump()
  return null
}

export const pauseAll = (): void => each((transfer) => { if (transfer.isOpen) transfer.halt('paused') })
export const goOnAll = (): void => each((transfer) => { if (transfer.state === 'paused') transfer.state = 'waiting' })
export const retryAll = (): void => each((transfer) => { if (transfer.state === 'failed') transfer.again() })
export const replaceAll = (): void => each((transfer) => { if (transfer.state === 'exists') allowReplacing(transfer) })

export function skipAll(): void {
  for (const { id, state } of transfers) if (state === 'exists') cancel(id)
}

/** Takes what is done out of the list. */
export function clearDone(): void {
  transfers = transfers.filter((transfer) => transfer.state !== 'done')
  pump()
}

function allowReplacing(transfer: Transfer): void {
  transfer.mayReplace = true
  transfer.state = 'waiting'
}

const one = (id: string, change: (transfer: Transfer) => void): void => each((transfer) => { if (transfer.id === id) change(transfer) })

function each(change: (transfer: Transfer) => void): void {
  transfers.forEach(change)
  pump()
}

// The work

/** Gives every free place to the first upload that can use one. */
function pump(): void {
  while (placesTaken < PLACES && currentConnection() !== 'offline') {
    const step = nextStep()
    if (step === undefined) break
    placesTaken++
    void step().finally(() => {
      placesTaken--
      pump()
    })
  }
  show()
}

function nextStep(): (() => Promise<void>) | undefined {
  const now = Date.now()
  for (const transfer of transfers) {
    if (!transfer.isOpen || transfer.isBusy) continue
    if (transfer.notBefore > now) {
      clearTimeout(waking)
      waking = setTimeout(pump, transfer.notBefore - now)
    } else if (transfer.phase !== 'parts') {
      return alone(transfer)
    } else {
      const number = transfer.waiting.shift()
      if (number !== undefined) return part(transfer, number)
      if (transfer.flying.size === 0) {
        transfer.phase = 'complete'
        return alone(transfer)
      }
    }
  }
  return undefined
}

/** A step that has the upload to itself. */
function alone(transfer: Transfer): () => Promise<void> {
  transfer.isBusy = true
  transfer.state = 'running'
  return () => guarded(transfer, async () => {
    switch (transfer.phase) {
      case 'whole':
        await sendWhole(transfer, counter(transfer, 0))
        return finish(transfer)
      case 'complete':
        await complete(transfer)
        return finish(transfer)
      default:
        if (await begin(transfer, (uploadId) => transfers.some((other) => other !== transfer && other.record?.uploadId === uploadId))) {
          return finish(transfer)
        }
        transfer.phase = 'parts'
        transfer.state = 'running'
        return undefined
    }
  }, () => {
    transfer.isBusy = false
    if (transfer.phase === 'whole') transfer.flying.clear()
  })
}

function part(transfer: Transfer, number: number): () => Promise<void> {
  transfer.flying.set(number, 0)
  return () => guarded(transfer, async () => {
    const arrived = await sendPart(transfer, number, counter(transfer, number))
    transfer.arrived.set(number, arrived)
    if (transfer.record !== null) transfer.record = { ...transfer.record, arrived: transfer.arrivedBytes }
  }, () => {
    transfer.flying.delete(number)
    if (!transfer.arrived.has(number)) transfer.plan()
  })
}

/** Does a step, and says what its failure means. A step that was stopped has nothing more to say. */
async function guarded(transfer: Transfer, work: () => Promise<void>, after: () => void): Promise<void> {
  const { signal } = transfer.stop
  try {
    await work()
    if (signal.aborted) return
    transfer.attempts = 0
    after()
  } catch (fault) {
    if (signal.aborted) return
    after()
    settle(transfer, fault)
  }
}

function settle(transfer: Transfer, fault: unknown): void {
  const isGone = fault instanceof Refusal && fault.code === 'NoSuchUpload'
  if (fault instanceof NameTaken) {
    transfer.halt('exists')
  } else if ((fault instanceof Unanswered || isGone) && transfer.attempts < ATTEMPTS_MAX) {
    transfer.attempts++
    transfer.notBefore = Date.now() + 250 * 2 ** transfer.attempts
    if (isGone || transfer.phase === 'complete') {
      const { attempts, notBefore } = transfer
      transfer.again()
      Object.assign(transfer, { attempts, notBefore })
    }
  } else {
    transfer.halt('failed', fault)
  }
}

function finish(transfer: Transfer): void {
  transfer.record = null
  transfer.state = 'done'
  for (const listener of arrivals) listener(transfer.bucket, transfer.key)
}

function counter(transfer: Transfer, number: number): (sent: number) => void {
  const { signal } = transfer.stop
  return (sent) => {
    if (signal.aborted) return
    bytesOnTheWire += sent - (transfer.flying.get(number) ?? 0)
    // A file that goes whole flies as if it were a part.
    transfer.flying.set(number, sent)
    show()
  }
}

// What is shown

function show(): void {
  showing ??= setTimeout(() => {
    showing = undefined
    const mine = transfers.map((transfer) => transfer.shown())
    const all = [...interrupted.map(lost), ...mine]
    if (!isSame(all, uploads.value)) uploads.set(all)
    const counted = mine.filter(({ state }) => state !== 'exists' && state !== 'failed')
    const [bytes, sent] = [sum(counted, 'bytes'), sum(counted, 'sent')]
    if (transfers.some(({ state }) => state === 'running')) pace.note(performance.now(), bytesOnTheWire)
    else pace.forget()
    const now = { bytes, sent, rate: pace.rate, secondsLeft: pace.secondsLeft(bytes - sent) }
    if (transfers.length > 0 || progress.value.bytes > 0) progress.set(now)
  }, SHOW_MS)
}

const sum = (list: readonly Upload[], field: 'bytes' | 'sent'): number => list.reduce((total, upload) => total + upload[field], 0)

const lost = ({ uploadId, bucket, key, bytes, arrived }: UploadRecord): Upload =>
  ({ id: uploadId, bucket, key, bytes, sent: arrived, state: 'interrupted', error: null })

const isSame = (some: readonly Upload[], others: readonly Upload[]): boolean =>
  some.length === others.length && some.every((upload, index) => {
    const other = others[index]
    return upload === other || (upload.state === 'interrupted' && upload.id === other?.id && upload.sent === other.sent)
  })

function findInterrupted(): void {
  const atWork = new Set(transfers.flatMap(({ record }) => record?.uploadId ?? []))
  // A file that was just added may be the one; it is found when it begins.
  const keys = new Set(transfers.filter(({ isOpen }) => isOpen).map(({ bucket, key }) => `${bucket}/${key}`))
  interrupted = abandoned(readRecords(account ?? ''), Date.now(), atWork).filter(({ bucket, key }) => !keys.has(`${bucket}/${key}`))
}

// Other pages learn that this one is at work, and the next page that it was left.
setInterval(() => {
  for (const { record, isOpen } of transfers) if (record !== null && isOpen) keepRecord({ ...record, touchedAt: Date.now() })
  findInterrupted()
  show()
}, TOUCH_MS)
window.addEventListener('pagehide', () => {
  for (const { record } of transfers) if (record !== null) keepRecord({ ...record, touchedAt: 0 })
})
window.addEventListener('beforeunload', (event) => {
  if (transfers.some(({ isOpen }) => isOpen)) event.preventDefault()
})
onConnectionChange(() => {
  if (currentConnection() === 'live') each((transfer) => { if (transfer.state === 'failed' && transfer.error instanceof Unanswered) transfer.again() })
})
onSessionChange(() => {
  if (currentSession()?.id === account) return
  for (const { record } of transfers) if (record !== null) keepRecord({ ...record, touchedAt: 0 })
  for (const transfer of transfers) transfer.halt('paused')
  account = currentSession()?.id
  transfers = []
  findInterrupted()
  pump()
})
findInterrupted()
show()
