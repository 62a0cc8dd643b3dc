import { call, Refusal } from '../ui/http'
import { type CorsRule, readCors, writeCors } from './cors'
import { isFolder, pathOf } from './keys'
import { type Query, s3, s3Xml } from './s3'
import {
  type Bucket, type DeletionFault, type Page, type PublicAccessBlock, readBuckets, readDeletion, readListing, readParts, readPublicAccessBlock, readTags,
  readUploads, readVersioning, readVersions, type Tag, type Versioning, writeCompletion, writeDeletion, writePublicAccessBlock, writeTags, writeVersioning,
} from './shapes'
import { base64Of, crc32 } from './upload/crc32'
import type { ListedPart } from './upload/plan'
import { isSayable, text } from './xml'

export const PAGE_ROWS = 1_000
export const DELETION_MAX = 1_000
const XML = { 'Content-Type': 'application/xml' }

/** A document to write. Some are taken only with a checksum. */
const written = (body: string, type = XML) => ({ body, headers: { ...type, 'x-amz-checksum-crc32': base64Of(crc32(new TextEncoder().encode(body))) } })

/** An object and, where it is not the newest, which version of it. */
export interface ObjectId {
  bucket: string
  key: string
  versionId?: string | undefined
}

const of = ({ bucket, key, versionId }: ObjectId, query: Query = {}) => ({ bucket, key, query: { ...query, versionId } })

// Buckets

export async function buckets(): Promise<Bucket[]> {
  const found: Bucket[] = []
  for (let token: string | undefined; ;) {
    const page = readBuckets(await s3Xml({ method: 'GET', query: { 'max-buckets': PAGE_ROWS, 'continuation-token': token } }))
    found.push(...page.buckets)
    token = page.next
    if (token === undefined) return found
  }
}

export const createBucket = (bucket: string) => s3({ method: 'PUT', bucket })
export const deleteBucket = (bucket: string) => s3({ method: 'DELETE', bucket })

/** Reads a setting that a bucket may not have: S3 says so with an error. */
async function setting<T>(bucket: string, name: string, none: T, read: (root: Element) => T): Promise<T> {
  try {
    return read(await s3Xml({ method: 'GET', bucket, query: { [name]: '' } }))
  } catch (fault) {
    if (fault instanceof Refusal && /^NoSuch(?!Bucket$)/.test(fault.code)) return none
    throw fault
  }
}

const put = (bucket: string, name: string, body: string) => s3({ method: 'PUT', bucket, query: { [name]: '' }, ...written(body) })
const remove = (bucket: string, name: string) => s3({ method: 'DELETE', bucket, query: { [name]: '' } })

export const versioning = (bucket: string) => setting<Versioning>(bucket, 'versioning', 'never', readVersioning)
export const setVersioning = (bucket: string, status: 'Enabled' | 'Suspended') => put(bucket, 'versioning', writeVersioning(status))

const OPEN: PublicAccessBlock = { BlockPublicAcls: false, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: false }
export const publicAccessBlock = (bucket: string) => setting(bucket, 'publicAccessBlock', OPEN, readPublicAccessBlock)
export const setPublicAccessBlock = (bucket: string, block: PublicAccessBlock) => put(bucket, 'publicAccessBlock', writePublicAccessBlock(block))

export const bucketTags = (bucket: string) => setting<Tag[]>(bucket, 'tagging', [], readTags)
export const setBucketTags = (bucket: string, tags: readonly Tag[]) =>
  tags.length === 0 ? remove(bucket, 'tagging') : put(bucket, 'tagging', writeTags(tags))

export const cors = (bucket: string) => setting<CorsRule[]>(bucket, 'cors', [], readCors)
export const setCors = (bucket: string, rules: readonly CorsRule[]) => (rules.length === 0 ? remove(bucket, 'cors') : put(bucket, 'cors', writeCors(rules)))

/** The policy as JSON; null when there is none. */
export async function policy(bucket: string): Promise<string | null> {
  try {
    return await (await s3({ method: 'GET', bucket, query: { policy: '' } })).text()
  } catch (fault) {
    if (fault instanceof Refusal && fault.code === 'NoSuchBucketPolicy') return null
    throw fault
  }
}

export const setPolicy = (bucket: string, json: string) =>
  s3({ method: 'PUT', bucket, query: { policy: '' }, ...written(json, { 'Content-Type': 'application/json' }) })
export const deletePolicy = (bucket: string) => remove(bucket, 'policy')

// Listings

export interface Place {
  bucket: string
  prefix: string
  /** Without one everything below the prefix is listed, however deep. */
  delimiter?: string
}

/** A page of the objects and folders at a place. `next` is what the page before said. */
export async function listing({ bucket, prefix, delimiter }: Place, next: Query, folder: string, signal?: AbortSignal): Promise<Page> {
  const query = { 'list-type': 2, prefix, delimiter, 'max-keys': PAGE_ROWS, 'encoding-type': 'url', ...next }
  return readListing(await s3Xml({ method: 'GET', bucket, query, signal }), folder)
}

/** A page of all versions at a place. */
export async function versions({ bucket, prefix, delimiter }: Place, next: Query, signal?: AbortSignal): Promise<Page> {
  const query = { versions: '', prefix, delimiter, 'max-keys': PAGE_ROWS, 'encoding-type': 'url', ...next }
  return readVersions(await s3Xml({ method: 'GET', bucket, query, signal }))
}

/** The size of an object, or null if there is none, without asking for what may not be there. */
export async function sizeOf(bucket: string, key: string, signal?: AbortSignal): Promise<number | null> {
  const page = await s3Xml({ method: 'GET', bucket, query: { 'list-type': 2, prefix: key, 'max-keys': 1, 'encoding-type': 'url' }, signal })
  const first = readListing(page, '').rows[0]
  return first?.kind === 'object' && first.key === key ? first.bytes : null
}

/** Whether anything is at a folder or an object. */
export async function isThere(bucket: string, key: string): Promise<boolean> {
  if (!isFolder(key)) return (await sizeOf(bucket, key)) !== null
  return (await s3Xml({ method: 'GET', bucket, query: { 'list-type': 2, prefix: key, 'max-keys': 1 } })).getElementsByTagName('Contents').length > 0
}

// Objects

/** What is said about an object, as the headers tell it. */
export async function head(id: ObjectId): Promise<Headers> {
  return (await s3({ method: 'HEAD', ...of(id), headers: { 'x-amz-checksum-mode': 'ENABLED' } })).headers
}

/** The beginning of an object's bytes, and whether that is all. */
export async function beginning(id: ObjectId, bytes: number): Promise<{ bytes: Uint8Array; isAll: boolean }> {
  const answer = await s3({ method: 'GET', ...of(id), headers: { Range: `bytes=0-${bytes - 1}` } })
  const total = Number(/\/(\d+)$/.exec(answer.headers.get('Content-Range') ?? '')?.[1] ?? 0)
  return { bytes: new Uint8Array(await answer.arrayBuffer()), isAll: total <= bytes }
}

export const putText = (bucket: string, key: string, body: string | Blob, type: string, signal?: AbortSignal) =>
  s3({ method: 'PUT', bucket, key, body, headers: { 'Content-Type': type }, signal })

export const objectTags = async (id: ObjectId): Promise<Tag[]> => readTags(await s3Xml({ method: 'GET', ...of(id, { tagging: '' }) }))
export const setObjectTags = (id: ObjectId, tags: readonly Tag[]) =>
  s3({ method: 'PUT', ...of(id, { tagging: '' }), ...written(writeTags(tags)) })

export const deleteObject = (id: ObjectId, signal?: AbortSignal) => s3({ method: 'DELETE', ...of(id), signal })

/** Deletes an object if it is still the one of that ETag. */
export const deleteUnchanged = (id: ObjectId, etag: string, signal?: AbortSignal) =>
  s3({ method: 'DELETE', ...of(id), headers: { 'If-Match': `"${etag}"` }, signal })

/** Deletes at most 1,000 at once and tells which stayed. */
export async function deleteObjects(
  bucket: string, keys: readonly { key: string; versionId?: string | undefined }[], signal?: AbortSignal,
): Promise<DeletionFault[]> {
  const sayable = keys.filter(({ key }) => isSayable(key))
  for (const odd of keys) if (!isSayable(odd.key)) await deleteObject({ bucket, ...odd }, signal)
  if (sayable.length === 0) return []
  return readDeletion(await s3Xml({ method: 'POST', bucket, query: { delete: '' }, ...written(writeDeletion(sayable)), signal }))
}

const sourceOf = ({ bucket, key, versionId }: ObjectId): string =>
  `${pathOf(bucket, key)}${versionId === undefined ? '' : `?versionId=${encodeURIComponent(versionId)}`}`

/** Copies within the server, with everything that is said about the object. Refused if it is no longer the one of that ETag. */
export const copy = (source: ObjectId, bucket: string, key: string, etag?: string, signal?: AbortSignal) =>
  s3Xml({
    method: 'PUT', bucket, key, signal,
    headers: { 'x-amz-copy-source': sourceOf(source), ...(etag === undefined ? {} : { 'x-amz-copy-source-if-match': `"${etag}"` }) },
  })

/** A link that lets whoever has it do one thing until it runs out. */
export const presign = (wanted: {
  method: 'GET' | 'PUT'
  bucket: string
  key: string
  versionId?: string
  expiresSeconds: number
  query?: Record<string, string>
}) => call<{ url: string }>('POST', '/api/objects/presign', {}, wanted)

// Uploads in parts

/** Begins an upload; what it is of (type, metadata) goes in headers. */
export async function beginUpload(bucket: string, key: string, headers: Record<string, string>, signal?: AbortSignal): Promise<string> {
  return text(await s3Xml({ method: 'POST', bucket, key, query: { uploads: '' }, headers, signal }), 'UploadId')
}

export async function parts(bucket: string, key: string, uploadId: string, signal?: AbortSignal): Promise<ListedPart[]> {
  const found: ListedPart[] = []
  for (let marker: string | undefined; ;) {
    const page = readParts(await s3Xml({ method: 'GET', bucket, key, query: { uploadId, 'part-number-marker': marker }, signal }))
    found.push(...page.parts)
    marker = page.next
    if (marker === undefined) return found
  }
}

/** Copies a range of another object into a part. */
export async function copyPart(
  source: ObjectId, etag: string, target: { bucket: string; key: string; uploadId: string; number: number }, [from, to]: readonly [number, number],
  signal?: AbortSignal,
): Promise<ListedPart> {
  const root = await s3Xml({
    method: 'PUT', bucket: target.bucket, key: target.key, query: { partNumber: target.number, uploadId: target.uploadId }, signal,
    headers: { 'x-amz-copy-source': sourceOf(source), 'x-amz-copy-source-range': `bytes=${from}-${to - 1}`, 'x-amz-copy-source-if-match': `"${etag}"` },
  })
  return { number: target.number, bytes: to - from, etag: text(root, 'ETag').replaceAll('"', '') }
}

export const completeUpload = (
  bucket: string, key: string, uploadId: string, done: readonly ListedPart[], headers: Record<string, string> = {}, signal?: AbortSignal,
) => s3Xml({ method: 'POST', bucket, key, query: { uploadId }, body: writeCompletion(done), headers: { ...XML, ...headers }, signal })

/** Ends an upload and frees its parts. That it is gone already is what was wanted. */
export async function abortUpload(bucket: string, key: string, uploadId: string, signal?: AbortSignal): Promise<void> {
  await s3({ method: 'DELETE', bucket, key, query: { uploadId }, signal }).catch((fault: unknown) => {
    if (!(fault instanceof Refusal && fault.code === 'NoSuchUpload')) throw fault
  })
}

export const unfinishedUploads = async (bucket: string, next: Query = {}) =>
  readUploads(await s3Xml({ method: 'GET', bucket, query: { uploads: '', 'encoding-type': 'url', ...next } }))

