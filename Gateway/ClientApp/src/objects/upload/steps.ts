import { Refusal } from '../../ui/http'
import { currentSession } from '../../ui/session'
import { abortUpload, beginUpload, completeUpload, parts, sizeOf } from '../api'
import { s3 } from '../s3'
import { typeOf } from '../types'
import { crc32Of } from './crc32'
import { type ListedPart, partBytesOf, rangeOf, usable } from './plan'
import { forgetRecord, identityOf, isSameFile, keepRecord, readRecords, type UploadRecord } from './records'
import { send } from './send'
import type { Transfer } from './transfer'

// The requests of an upload. Each does one step, may be repeated, and leaves the transfer as it found it when it fails.

/** Somebody has to say whether the object that is there may be replaced. */
export class NameTaken extends Error {}

/** What takes no time that is worth a progress bar. */
const MOMENT_BYTES = 1024 * 1024
const ONLY_IF_NEW = { 'If-None-Match': '*' }
const isRefusal = (fault: unknown, code: string): boolean => fault instanceof Refusal && fault.code === code

/** The checksum of a piece. A file that changed or went away under the browser's hands cannot be read. */
async function checksum(piece: Blob, signal: AbortSignal): Promise<string> {
  try {
    return await crc32Of(piece, signal)
  } catch (fault) {
    if (signal.aborted) throw fault
    throw new Refusal('FileNotReadable', 400, 'The file cannot be read any more: it was changed, moved or deleted. Pick it again.')
  }
}

/**
 * A file in one request. One that is gone in a moment is sent on the condition that its name is free; of a larger one a person wants to see
 * how far it is, and a browser that tells this adds a `Cache-Control` to conditional requests, which S3 would keep: it is asked for before.
 */
export async function sendWhole(transfer: Transfer, onSent: (bytes: number) => void): Promise<void> {
  const { signal } = transfer.stop
  const { bucket, key, file, bytes, mayReplace } = transfer
  const headers = { 'Content-Type': typeOf(file.name, file.type), 'x-amz-checksum-crc32': await checksum(file, signal) }
  if (bytes <= MOMENT_BYTES) {
    await s3({ method: 'PUT', bucket, key, headers: { ...headers, ...(mayReplace ? {} : ONLY_IF_NEW) }, body: file, signal }).catch(askIfTaken)
    onSent(bytes)
  } else {
    if (!mayReplace && (await sizeOf(bucket, key, signal)) !== null) throw new NameTaken()
    await send({ bucket, key, headers, body: file }, onSent, signal)
  }
}

function askIfTaken(fault: unknown): never {
  throw isRefusal(fault, 'PreconditionFailed') ? new NameTaken() : fault
}

/** Begins an upload in parts, or finds the one that was begun before, with what has arrived. True if the object is there already. */
export async function begin(transfer: Transfer, isClaimed: (uploadId: string) => boolean): Promise<boolean> {
  const { signal } = transfer.stop
  const { bucket, key, file } = transfer
  const account = currentSession()?.id ?? ''
  const before = transfer.record ?? readRecords(account)
    .find((record) => record.bucket === bucket && record.key === key && isSameFile(record, identityOf(file)) && !isClaimed(record.uploadId))
  if (before !== undefined) {
    const outcome = await findAgain(transfer, before)
    if (outcome !== 'gone') return outcome === 'complete'
  }
  if (!transfer.mayReplace && (await sizeOf(bucket, key, signal)) !== null) throw new NameTaken()
  const headers = { 'Content-Type': typeOf(file.name, file.type), 'x-amz-checksum-algorithm': 'CRC32' }
  const uploadId = await beginUpload(bucket, key, headers, signal)
  const { name, bytes, changedAt } = identityOf(file)
  transfer.record = {
    account, bucket, key, uploadId, name, bytes, changedAt, partBytes: partBytesOf(bytes), begunAt: Date.now(), arrived: 0, completing: false,
    touchedAt: Date.now(),
  }
  keepRecord(transfer.record)
  transfer.plan()
  return false
}

/** Asks what has arrived of an upload that was begun before, and compares it with the file. */
async function findAgain(transfer: Transfer, record: UploadRecord): Promise<'found' | 'gone' | 'complete'> {
  const { signal } = transfer.stop
  let listed: ListedPart[]
  try {
    listed = await parts(record.bucket, record.key, record.uploadId, signal)
  } catch (fault) {
    if (!isRefusal(fault, 'NoSuchUpload')) throw fault
    forgetRecord(record.uploadId)
    transfer.record = null
    // Either somebody ended it, or it became the object and the answer was lost.
    return record.completing && (await sizeOf(record.bucket, record.key, signal)) === record.bytes ? 'complete' : 'gone'
  }
  transfer.record = record
  transfer.state = 'checking'
  for (const part of usable(listed, transfer.bytes, record.partBytes)) {
    const [from, to] = rangeOf(part.number, transfer.bytes, record.partBytes)
    if (part.crc32 === undefined || part.crc32 === (await checksum(transfer.file.slice(from, to), signal))) transfer.arrived.set(part.number, part)
  }
  transfer.plan()
  return 'found'
}

/** Sends one part. */
export async function sendPart(transfer: Transfer, number: number, onSent: (bytes: number) => void): Promise<ListedPart> {
  const { signal } = transfer.stop
  const { bucket, key, file, bytes, partBytes, record } = transfer
  const [from, to] = rangeOf(number, bytes, partBytes)
  const body = file.slice(from, to)
  const crc32 = await checksum(body, signal)
  const query = { partNumber: number, uploadId: record?.uploadId }
  const { etag } = await send({ bucket, key, query, headers: { 'x-amz-checksum-crc32': crc32 }, body }, onSent, signal)
  return { number, bytes: to - from, etag, crc32 }
}

/** Makes the parts an object. */
export async function complete(transfer: Transfer): Promise<void> {
  const { bucket, key, record } = transfer
  if (record === null) throw new Error('Nothing was begun.')
  transfer.record = { ...record, completing: true, arrived: transfer.bytes, touchedAt: Date.now() }
  keepRecord(transfer.record)
  const done = [...transfer.arrived.values()].toSorted((a, b) => a.number - b.number)
  await completeUpload(bucket, key, record.uploadId, done, transfer.mayReplace ? {} : ONLY_IF_NEW, transfer.stop.signal).catch(askIfTaken)
  forgetRecord(record.uploadId)
}

/** Forgets an upload here and on the server. */
export function discard({ bucket, key, uploadId }: UploadRecord): void {
  forgetRecord(uploadId)
  // If the server does not hear of it, the upload is listed among the bucket's unfinished ones, where it can be ended.
  abortUpload(bucket, key, uploadId).catch(() => undefined)
}
