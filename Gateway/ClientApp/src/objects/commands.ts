import { notifications } from '@mantine/notifications'
import { copy, deleteObject, type ObjectId, presign } from './api'
import { nameOf } from './keys'
import { type Row, type Version } from './shapes'
import { Refusal, Unanswered } from '../ui/http'

const DOWNLOAD_SECONDS = 300
/** A longer one would be a surprise to the browser, which asks the person for each. */
const DOWNLOADS_MAX = 20
const BETWEEN_MS = 600

/** What a read answers as, whatever the object says of itself: a name to be saved under. */
export const asAttachment = (key: string): string => `attachment; filename*=UTF-8''${encodeURIComponent(nameOf(key)).replace(/['()*]/g, percent)}`

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`

export const objectOf = (bucket: string, row: Exclude<Row, { kind: 'folder' }>): ObjectId =>
  row.kind === 'version' ? { bucket, key: row.key, versionId: row.versionId } : { bucket, key: row.key }

/** What may be read as a file. */
export const isReadable = (row: Row): row is Exclude<Row, { kind: 'folder' }> => row.kind === 'object' || (row.kind === 'version' && !row.isDeleteMarker)

/** Saves objects to the person's disk: the browser reads them by itself, so their size does not matter. */
export async function download(ids: readonly ObjectId[]): Promise<void> {
  try {
    for (const [index, { bucket, key, versionId }] of ids.slice(0, DOWNLOADS_MAX).entries()) {
      // A download that begins at once puts an end to one that has not got its first byte yet.
      if (index > 0) await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS))
      const { url } = await presign({
        method: 'GET', bucket, key, expiresSeconds: DOWNLOAD_SECONDS, query: { 'response-content-disposition': asAttachment(key) },
        ...(versionId === undefined ? {} : { versionId }),
      })
      const link = document.createElement('a')
      link.href = url
      link.download = nameOf(key)
      link.rel = 'noopener'
      link.click()
    }
    if (ids.length > DOWNLOADS_MAX) tell(`Only the first ${DOWNLOADS_MAX} are saved at once.`)
  } catch (fault) {
    tellFault('Nothing was downloaded', fault)
  }
}

/** Makes an older version the newest again: a copy of it, so that nothing is lost. */
export const restore = (bucket: string, version: Version): Promise<unknown> => copy({ bucket, key: version.key, versionId: version.versionId }, bucket, version.key)

/** Takes a delete marker away, which brings the object back. */
export const undelete = (bucket: string, marker: Version): Promise<unknown> => deleteObject({ bucket, key: marker.key, versionId: marker.versionId })

export const tell = (message: string): void => { notifications.show({ message }) }

export function tellFault(title: string, fault: unknown): void {
  const words = fault instanceof Refusal ? `${fault.message} (${fault.code})` : fault instanceof Unanswered ? fault.message : 'Something went wrong in this page.'
  notifications.show({ color: 'red', title, message: words })
}
