// What is remembered of uploads in parts, so that a reload, a crash or a closed lid costs nothing that has arrived.

export interface UploadRecord {
  account: string
  bucket: string
  key: string
  uploadId: string
  /** The file: the same name, size and time of change is the same file, and its parts' checksums have to agree as well. */
  name: string
  bytes: number
  changedAt: number
  partBytes: number
  begunAt: number
  /** Bytes that had arrived, for telling only: what counts is what the server lists. */
  arrived: number
  /** True from the moment when the parts were to become an object: the answer may have been lost. */
  completing: boolean
  /** When a page was last at it; 0 when the page that was at it has gone. */
  touchedAt: number
}

const KEY = 'objects-uploads'
/** A page that was silent for so long is gone: it had no time to say so. */
export const SILENT_MS = 15_000

export function readRecords(account: string): UploadRecord[] {
  try {
    return (JSON.parse(localStorage.getItem(KEY) ?? '[]') as UploadRecord[]).filter((record) => record.account === account)
  } catch {
    return []
  }
}

function change(edit: (records: UploadRecord[]) => UploadRecord[]): void {
  let records: UploadRecord[] = []
  try {
    records = JSON.parse(localStorage.getItem(KEY) ?? '[]') as UploadRecord[]
  } catch {
    // What cannot be read is of no use to anybody.
  }
  localStorage.setItem(KEY, JSON.stringify(edit(records)))
}

/** Writes a record down, in the place of what was known of the same upload. */
export const keepRecord = (record: UploadRecord): void =>
  change((records) => [...records.filter(({ uploadId }) => uploadId !== record.uploadId), record])

export const forgetRecord = (uploadId: string): void => change((records) => records.filter((record) => record.uploadId !== uploadId))

export interface FileIdentity {
  name: string
  bytes: number
  changedAt: number
}

export const identityOf = (file: File): FileIdentity => ({ name: file.name, bytes: file.size, changedAt: file.lastModified })

export const isSameFile = (record: FileIdentity, file: FileIdentity): boolean =>
  record.name === file.name && record.bytes === file.bytes && record.changedAt === file.changedAt

/** Uploads that no page is at any more, neither this one nor another. */
export const abandoned = (records: readonly UploadRecord[], now: number, atWork: ReadonlySet<string>): UploadRecord[] =>
  records.filter((record) => !atWork.has(record.uploadId) && now - record.touchedAt > SILENT_MS)

/** Why a file cannot go on with an upload, or null. */
export function differenceOf(record: FileIdentity, file: FileIdentity): string | null {
  if (file.name !== record.name) return `This is “${file.name}”; the upload is of “${record.name}”.`
  if (file.bytes !== record.bytes) return 'The file has another size than the one that was begun.'
  return file.changedAt === record.changedAt ? null : 'The file was changed since the upload was begun.'
}
