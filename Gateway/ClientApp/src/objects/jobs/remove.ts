import { Refusal } from '../../ui/http'
import { abortUpload, deleteBucket, deleteObjects, unfinishedUploads } from '../api'
import type { Query } from '../s3'
import type { DeletionFault, Row } from '../shapes'
import { countWords } from '../words'
import { type Depth, type Named, namesOf } from './expand'
import { type Report, type Work } from './jobs'
import { patiently } from './patience'

/** Deletes what pages name, after they were counted, so that the person sees how much there is to do. */
async function deleteNamed(bucket: string, pages: () => AsyncGenerator<Named[]>, report: Report, onDeleted: (count: number) => void): Promise<number> {
  const { signal } = report
  report.step('Counting', null)
  let count = 0
  for await (const page of pages()) {
    count += page.length
    report.did(page.length)
  }
  report.step('Deleting', count)
  const faults: DeletionFault[] = []
  for await (const page of pages()) {
    const stayed = await patiently(signal, () => deleteObjects(bucket, page, signal))
    faults.push(...stayed)
    report.did(page.length)
    onDeleted(page.length - stayed.length)
  }
  const [first] = faults
  if (first !== undefined) {
    throw new Refusal(first.code, 403, `${countWords(faults.length, 'object')} could not be deleted, the first of them “${first.key}”: ${first.message}`)
  }
  return count
}

/** Deletes objects, versions and everything in folders. */
export function deletion(bucket: string, rows: readonly Row[], depth: Depth, title: string): Work {
  let deleted = 0
  return {
    title,
    buckets: [bucket],
    run: async (report) => {
      deleted = 0
      const count = await deleteNamed(bucket, () => namesOf(bucket, rows, depth, report.signal), report, (some) => { deleted += some })
      return `${countWords(count, 'object')} deleted.`
    },
    remains: () => `${countWords(deleted, 'object')} deleted; what was not reached is still there.`,
  }
}

/** Empties a bucket of everything, old versions and unfinished uploads too, and then deletes it if that is wanted. */
export function emptying(bucket: string, then: 'keep' | 'delete'): Work {
  let deleted = 0
  const everything: Row[] = [{ kind: 'folder', key: '' }]
  return {
    title: then === 'delete' ? `Empty and delete the bucket ${bucket}` : `Empty the bucket ${bucket}`,
    buckets: [bucket],
    run: async (report) => {
      deleted = 0
      const count = await deleteNamed(bucket, () => namesOf(bucket, everything, 'all versions', report.signal), report, (some) => { deleted += some })
      report.step('Ending unfinished uploads', null)
      await endUploads(bucket, report)
      if (then === 'keep') return `The bucket is empty: ${countWords(count, 'object')} deleted, versions counted.`
      await patiently(report.signal, () => deleteBucket(bucket))
      return 'The bucket is deleted.'
    },
    remains: () => `${countWords(deleted, 'object')} deleted, versions counted; the bucket and the rest are still there.`,
  }
}

async function endUploads(bucket: string, { signal, did }: Report): Promise<void> {
  for (let next: Query | undefined = {}; next !== undefined; ) {
    const from: Query = next
    const page = await patiently(signal, () => unfinishedUploads(bucket, from))
    for (const { key, uploadId } of page.uploads) {
      await patiently(signal, () => abortUpload(bucket, key, uploadId, signal))
      did(1)
    }
    next = page.next
  }
}
