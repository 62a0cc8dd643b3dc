import { listing, versions } from '../api'
import type { Query } from '../s3'
import type { Page, Row, StoredObject, Version } from '../shapes'
import { patiently } from './patience'

/** What is to be found below a row: of a folder everything, however deep. */
export type Depth = 'newest' | 'all versions'

export interface Named {
  key: string
  versionId?: string | undefined
}

/** Pages of a listing, one after the other. */
async function* pages(ask: (next: Query) => Promise<Page>, signal: AbortSignal): AsyncGenerator<Page['rows']> {
  for (let next: Query | undefined = {}; next !== undefined; ) {
    const from: Query = next
    const page: Page = await patiently(signal, () => ask(from))
    yield page.rows
    next = page.next
  }
}

/** All objects below a prefix, a page at a time. */
export async function* objectsBelow(bucket: string, prefix: string, signal: AbortSignal): AsyncGenerator<StoredObject[]> {
  for await (const rows of pages((next) => listing({ bucket, prefix }, next, '', signal), signal)) yield rows.filter((row) => row.kind === 'object')
}

/** All versions and delete markers below a prefix, a page at a time. */
export async function* versionsBelow(bucket: string, prefix: string, signal: AbortSignal): AsyncGenerator<Version[]> {
  for await (const rows of pages((next) => versions({ bucket, prefix }, next, signal), signal)) yield rows.filter((row) => row.kind === 'version')
}

/** What has to be deleted for these rows to be gone, in batches of at most a page. */
export async function* namesOf(bucket: string, rows: readonly Row[], depth: Depth, signal: AbortSignal): AsyncGenerator<Named[]> {
  const plain: Named[] = []
  for (const row of rows) {
    if (row.kind === 'version') plain.push({ key: row.key, versionId: row.versionId })
    else if (row.kind === 'object' && depth === 'newest') plain.push({ key: row.key })
    else if (row.kind === 'object') {
      // A version listing knows prefixes only; others begin with the same letters.
      for await (const page of versionsBelow(bucket, row.key, signal)) {
        const own = page.filter(({ key }) => key === row.key)
        if (own.length > 0) yield own
        if (own.length < page.length) break
      }
    } else if (depth === 'newest') {
      yield* objectsBelow(bucket, row.key, signal)
    } else {
      yield* versionsBelow(bucket, row.key, signal)
    }
  }
  for (let from = 0; from < plain.length; from += 1_000) yield plain.slice(from, from + 1_000)
}
