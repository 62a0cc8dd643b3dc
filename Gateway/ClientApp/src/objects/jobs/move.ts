import { Refusal } from '../../ui/http'
import { abortUpload, beginUpload, completeUpload, copy, copyPart, deleteObjects, deleteUnchanged, DELETION_MAX, head } from '../api'
import { isFolder, rebased } from '../keys'
import type { ListedPart } from '../upload/plan'
import { countWords } from '../words'
import { objectsBelow } from './expand'
import { type Remedy, type Report, start, type Work } from './jobs'
import { atOnce, patiently } from './patience'

/** An object or a folder (ending in a slash), and what it is to be called. */
export interface Change {
  from: string
  to: string
}

const isGone = (fault: unknown): boolean => fault instanceof Refusal && fault.code === 'NoSuchKey'
const isChanged = (fault: unknown): boolean => fault instanceof Refusal && fault.status === 412

interface Item {
  from: string
  to: string
  bytes: number
  etag: string
}

const AT_ONCE = 6
/** What is larger cannot be copied in one request. */
const COPY_BYTES_MAX = 5 * 1024 ** 3
const COPY_PART_BYTES = 1024 ** 3

/**
 * S3 has no renaming: every object is copied under its new name, and only when all are copied the old ones are deleted. So nothing is
 * lost wherever it stops, and going on costs nothing twice.
 */
export class Move implements Work {
  readonly title: string
  readonly buckets: readonly string[]
  readonly #bucket: string
  readonly #changes: readonly Change[]
  readonly #originals: 'delete' | 'keep'
  #items: Item[] | null = null
  readonly #copied = new Set<Item>()
  /** Gone or changed while this went on: left alone. */
  readonly #passed = new Set<Item>()
  readonly #deleted = new Set<Item>()

  constructor(bucket: string, changes: readonly Change[], originals: 'delete' | 'keep', title: string) {
    this.#bucket = bucket
    this.#changes = changes
    this.#originals = originals
    this.title = title
    this.buckets = [bucket]
  }

  readonly run = async (report: Report): Promise<string> => {
    this.#items ??= await this.#find(report)
    const items = this.#items
    const open = items.filter((item) => !this.#copied.has(item) && !this.#passed.has(item))
    if (open.length > 0) {
      report.step(this.#originals === 'delete' ? 'Step 1 of 2: copying' : 'Copying', items.length)
      report.did(items.length - open.length)
      await atOnce(AT_ONCE, open, async (item) => {
        await this.#copy(item, report.signal)
        report.did(1)
      })
    }
    if (this.#originals === 'delete') await this.#deleteOriginals(report)
    const passed = this.#passed.size === 0 ? '' : ` ${countWords(this.#passed.size, 'object')} changed meanwhile and stayed as they are.`
    if (this.#originals === 'keep') return `${countWords(this.#copied.size, 'object')} copied.${passed}`
    return `${countWords([...this.#deleted].filter((item) => !this.#passed.has(item)).length, 'object')} moved.${passed}`
  }

  readonly remains = (): string => {
    const count = this.#items?.length ?? 0
    if (count === 0) return 'Nothing was changed yet.'
    if (this.#deleted.size > 0) return `All are copied. ${countWords(this.#deleted.size, 'original')} deleted, ${count - this.#deleted.size} still under the old name.`
    return `${this.#copied.size} of ${countWords(count, 'object')} copied; all are still there under the old name.`
  }

  readonly remedies = (): readonly Remedy[] => {
    const copies = [...this.#copied].map(({ to }) => ({ key: to }))
    return copies.length === 0 || this.#deleted.size > 0 ? [] : [{ label: 'Remove the copies', run: () => void start(this.#undo(copies)) }]
  }

  async #find(report: Report): Promise<Item[]> {
    report.step('Counting', null)
    const items: Item[] = []
    for (const { from, to } of this.#changes) {
      // Of an object too: its listing tells size and ETag, and what is not there is no reason to stop.
      for await (const page of objectsBelow(this.#bucket, from, report.signal)) {
        const own = isFolder(from) ? page : page.filter(({ key }) => key === from)
        for (const { key, bytes, etag } of own) items.push({ from: key, to: rebased(key, from, to), bytes, etag })
        report.did(own.length)
        if (!isFolder(from)) break
      }
    }
    return items
  }

  async #copy(item: Item, signal: AbortSignal): Promise<void> {
    const source = { bucket: this.#bucket, key: item.from }
    try {
      if (item.bytes > COPY_BYTES_MAX) await copyInParts(source, item, signal)
      // A copy that has begun is waited for: only so it is known what there is to remove.
      else await patiently(signal, () => copy(source, this.#bucket, item.to, item.etag))
      this.#copied.add(item)
    } catch (fault) {
      if (!isGone(fault) && !isChanged(fault)) throw fault
      this.#passed.add(item)
    }
  }

  /** One by one, each only if nobody wrote it since it was copied: else what was written would be lost. */
  async #deleteOriginals(report: Report): Promise<void> {
    const { signal } = report
    const copied = [...this.#copied]
    report.step('Step 2 of 2: deleting the originals', copied.length)
    report.did(this.#deleted.size)
    await atOnce(AT_ONCE, copied.filter((item) => !this.#deleted.has(item)), async (item) => {
      await patiently(signal, () => deleteUnchanged({ bucket: this.#bucket, key: item.from }, item.etag)).catch((fault: unknown) => {
        if (isGone(fault)) return
        if (isChanged(fault)) this.#passed.add(item)
        else throw fault
      })
      this.#deleted.add(item)
      report.did(1)
    })
  }

  #undo(copies: readonly { key: string }[]): Work {
    let removed = 0
    return {
      title: `Remove ${countWords(copies.length, 'copy', 'copies')}`,
      buckets: this.buckets,
      run: async (report) => {
        report.step('Deleting', copies.length)
        for (removed = 0; removed < copies.length; removed += DELETION_MAX) {
          const some = copies.slice(removed, removed + DELETION_MAX)
          await patiently(report.signal, () => deleteObjects(this.#bucket, some, report.signal))
          report.did(some.length)
        }
        return 'The copies are removed.'
      },
      remains: () => `${countWords(Math.max(0, copies.length - removed), 'copy', 'copies')} still there.`,
    }
  }
}

async function copyInParts(source: { bucket: string; key: string }, item: Item, signal: AbortSignal): Promise<void> {
  const said = await patiently(signal, () => head(source))
  const kept = [...said].filter(([name]) => /^(content-(type|disposition|encoding|language)|cache-control|x-amz-meta-.*)$/.test(name))
  const target = { bucket: source.bucket, key: item.to, uploadId: await beginUpload(source.bucket, item.to, Object.fromEntries(kept), signal) }
  try {
    const ranges: [number, number][] = []
    for (let from = 0; from < item.bytes; from += COPY_PART_BYTES) ranges.push([from, Math.min(from + COPY_PART_BYTES, item.bytes)])
    const done: ListedPart[] = []
    for (const [index, range] of ranges.entries()) {
      done.push(await patiently(signal, () => copyPart(source, item.etag, { ...target, number: index + 1 }, range, signal)))
    }
    await patiently(signal, () => completeUpload(target.bucket, target.key, target.uploadId, done, {}, signal))
  } catch (fault) {
    await abortUpload(target.bucket, target.key, target.uploadId)
    throw fault
  }
}
