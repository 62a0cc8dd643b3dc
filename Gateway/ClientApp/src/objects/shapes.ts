// What S3 answers, as the page uses it, and what it is told.

import { compareKeys } from './keys'
import { all, decoded, flag, type Markup, one, optional, text, write } from './xml'
import type { ListedPart } from './upload/plan'

export interface Bucket {
  name: string
  createdAt: number
}

export interface Folder {
  kind: 'folder'
  key: string
}

export interface StoredObject {
  kind: 'object'
  key: string
  bytes: number
  etag: string
  modifiedAt: number
  storageClass: string
}

export interface Version extends Omit<StoredObject, 'kind'> {
  kind: 'version'
  versionId: string
  isLatest: boolean
  isDeleteMarker: boolean
}

export type Row = Folder | StoredObject | Version

/** A page of a listing, in the order of keys, and where the next one begins. */
export interface Page {
  rows: Row[]
  next: Record<string, string> | undefined
}

export interface Tag {
  key: string
  value: string
}

export interface PublicAccessBlock {
  BlockPublicAcls: boolean
  IgnorePublicAcls: boolean
  BlockPublicPolicy: boolean
  RestrictPublicBuckets: boolean
}

export type Versioning = 'never' | 'Enabled' | 'Suspended'

export interface UnfinishedUpload {
  key: string
  uploadId: string
  begunAt: number
}

const unquoted = (etag: string): string => etag.replace(/^"|"$/g, '')
const instant = (written: string): number => Date.parse(written) || 0

export const readBuckets = (root: Element): { buckets: Bucket[]; next: string | undefined } => ({
  buckets: all(one(root, 'Buckets') ?? root, 'Bucket').map((bucket) => ({ name: text(bucket, 'Name'), createdAt: instant(text(bucket, 'CreationDate')) })),
  next: optional(root, 'ContinuationToken'),
})

const described = (node: Element) => ({
  key: decoded(text(node, 'Key')),
  bytes: Number(text(node, 'Size')),
  etag: unquoted(text(node, 'ETag')),
  modifiedAt: instant(text(node, 'LastModified')),
  storageClass: text(node, 'StorageClass'),
})

const folders = (root: Element): Folder[] =>
  all(root, 'CommonPrefixes').map((node) => ({ kind: 'folder', key: decoded(text(node, 'Prefix')) }))

/** Folders and objects come in two lists, each in order; a person reads one. */
function merged<T extends Row>(some: readonly T[], others: readonly Folder[]): Row[] {
  const rows: Row[] = []
  let next = 0
  for (const row of some) {
    while (next < others.length && compareKeys((others[next] as Folder).key, row.key) <= 0) rows.push(others[next++] as Folder)
    rows.push(row)
  }
  return [...rows, ...others.slice(next)]
}

/** ListObjectsV2. The object that stands for the listed folder itself is no row of it. */
export function readListing(root: Element, prefix: string): Page {
  const objects = all(root, 'Contents').map((node): StoredObject => ({ kind: 'object', ...described(node) })).filter(({ key }) => key !== prefix || key === '')
  const token = text(root, 'NextContinuationToken')
  return { rows: merged(objects, folders(root)), next: flag(root, 'IsTruncated') && token !== '' ? { 'continuation-token': token } : undefined }
}

/** ListObjectVersions: all versions of a key, newest first, then the next key. */
export function readVersions(root: Element): Page {
  const versions = Array.from(root.childNodes).filter((node): node is Element => node.nodeType === 1)
    .filter(({ localName }) => localName === 'Version' || localName === 'DeleteMarker')
    .map((node): Version => ({
      kind: 'version',
      ...described(node),
      versionId: text(node, 'VersionId'),
      isLatest: flag(node, 'IsLatest'),
      isDeleteMarker: node.localName === 'DeleteMarker',
    }))
  const marker = decoded(text(root, 'NextKeyMarker'))
  const version = optional(root, 'NextVersionIdMarker')
  const next = { 'key-marker': marker, ...(version === undefined ? {} : { 'version-id-marker': version }) }
  return { rows: merged(versions, folders(root)), next: flag(root, 'IsTruncated') && marker !== '' ? next : undefined }
}

export const readVersioning = (root: Element): Versioning => (text(root, 'Status') || 'never') as Versioning

export const readTags = (root: Element): Tag[] =>
  all(one(root, 'TagSet') ?? root, 'Tag').map((tag) => ({ key: text(tag, 'Key'), value: text(tag, 'Value') }))

export const writeTags = (tags: readonly Tag[]): string =>
  write('Tagging', [['TagSet', tags.map((tag): Markup => ['Tag', [['Key', tag.key], ['Value', tag.value]]])]])

export const readPublicAccessBlock = (root: Element): PublicAccessBlock => ({
  BlockPublicAcls: flag(root, 'BlockPublicAcls'),
  IgnorePublicAcls: flag(root, 'IgnorePublicAcls'),
  BlockPublicPolicy: flag(root, 'BlockPublicPolicy'),
  RestrictPublicBuckets: flag(root, 'RestrictPublicBuckets'),
})

export const writePublicAccessBlock = (block: PublicAccessBlock): string =>
  write('PublicAccessBlockConfiguration', Object.entries(block).map(([name, value]): Markup => [name, value]))

export const writeVersioning = (status: 'Enabled' | 'Suspended'): string => write('VersioningConfiguration', [['Status', status]])

/** At most 1,000 of them. */
export const writeDeletion = (keys: readonly { key: string; versionId?: string | undefined }[]): string =>
  write('Delete', [['Quiet', true], ...keys.map(({ key, versionId }): Markup => ['Object', [['Key', key], ['VersionId', versionId]]])])

export interface DeletionFault {
  key: string
  versionId: string | undefined
  code: string
  message: string
}

export const readDeletion = (root: Element): DeletionFault[] =>
  all(root, 'Error').map((node) => ({
    key: text(node, 'Key'), versionId: optional(node, 'VersionId'), code: text(node, 'Code'), message: text(node, 'Message'),
  }))

export const readParts = (root: Element): { parts: ListedPart[]; next: string | undefined } => ({
  parts: all(root, 'Part').map((node) => ({
    number: Number(text(node, 'PartNumber')), bytes: Number(text(node, 'Size')), etag: unquoted(text(node, 'ETag')), crc32: optional(node, 'ChecksumCRC32'),
  })),
  next: flag(root, 'IsTruncated') ? optional(root, 'NextPartNumberMarker') : undefined,
})

export const writeCompletion = (parts: readonly ListedPart[]): string =>
  write('CompleteMultipartUpload', parts.map((part): Markup =>
    ['Part', [['PartNumber', part.number], ['ETag', `"${part.etag}"`], ['ChecksumCRC32', part.crc32]]]))

export const readUploads = (root: Element): { uploads: UnfinishedUpload[]; next: Record<string, string> | undefined } => ({
  uploads: all(root, 'Upload').map((node) => ({
    key: decoded(text(node, 'Key')), uploadId: text(node, 'UploadId'), begunAt: instant(text(node, 'Initiated')),
  })),
  next: flag(root, 'IsTruncated')
    ? { 'key-marker': decoded(text(root, 'NextKeyMarker')), 'upload-id-marker': text(root, 'NextUploadIdMarker') }
    : undefined,
})
