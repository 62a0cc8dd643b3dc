import { call } from '../ui/http'
import { fromBase64, toBase64 } from './mls/base64'
import type { Media } from './types'

export const MEDIA_BYTES_MAX = 64 * 1024 * 1024
const PLAIN_TYPE = 'application/octet-stream'
const TYPES: ReadonlySet<string> = new Set([
  'image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/webm', 'audio/wav',
  'audio/aac', 'audio/flac', 'video/mp4', 'video/webm', 'video/ogg', 'video/quicktime', 'application/pdf', 'application/zip', 'text/plain',
])

interface Grant { id: string; url: string; method: string; headers: Record<string, string> }

/** What a sealed file is opened with; base64. */
export interface Seal { key: string; iv: string }

const pathOf = (conversation: string) => `/api/chat/conversations/${conversation}/media`
const nameOf = (file: File) => file.name.replace(/[/\\\p{Cc}]/gu, '_').slice(-255) || 'file'

/**
 * Uploads a file to the object store and returns how a message refers to it. In an encrypted conversation the bytes are sealed before with a
 * key of their own (AES-256-GCM), which goes with the message; the store sees neither the type nor the name.
 */
export async function upload(
  conversation: string, file: File, isSealed: boolean, onProgress: (share: number) => void, cancelled: AbortSignal,
): Promise<{ media: Media; seal: Seal | null }> {
  const type = TYPES.has(file.type) ? file.type : PLAIN_TYPE
  const [body, seal] = isSealed ? await sealedFile(file) : [file, null]
  const grant = await call<Grant>('POST', pathOf(conversation), {}, {
    type: isSealed ? PLAIN_TYPE : type, size: body.size, name: isSealed ? 'sealed' : nameOf(file),
  })
  await put(grant, body, onProgress, cancelled)
  return { media: { id: grant.id, type, size: file.size, name: nameOf(file) }, seal }
}

async function sealedFile(file: File): Promise<[Blob, Seal]> {
  const key = crypto.getRandomValues(new Uint8Array(32))
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const bytes = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await importKey(key, 'encrypt'), await file.arrayBuffer())
  return [new Blob([bytes], { type: PLAIN_TYPE }), { key: toBase64(key), iv: toBase64(iv) }]
}

const importKey = (key: Uint8Array<ArrayBuffer>, usage: 'encrypt' | 'decrypt') => crypto.subtle.importKey('raw', key, 'AES-GCM', false, [usage])

function put(grant: Grant, body: Blob, onProgress: (share: number) => void, cancelled: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(grant.method, grant.url)
    for (const [name, value] of Object.entries(grant.headers)) {
      if (name.toLowerCase() !== 'content-length') request.setRequestHeader(name, value)
    }
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total)
    request.onload = () => (request.status < 300 ? resolve() : reject(new Error('The object store did not take the file.')))
    request.onerror = () => reject(new Error('The object store does not answer this browser.'))
    request.onabort = () => reject(new DOMException('Cancelled', 'AbortError'))
    cancelled.addEventListener('abort', () => request.abort())
    request.send(body)
  })
}

/** A link to what a message refers to, for an hour; of a sealed file an address of this page alone. */
export async function linkTo(conversation: string, media: Media, seal: Seal | null): Promise<string> {
  const { url } = await call<{ url: string }>('GET', `${pathOf(conversation)}/${media.id}`)
  if (seal === null) return url
  const sealed = await (await fetch(url)).arrayBuffer()
  const key = await importKey(fromBase64(seal.key), 'decrypt')
  const bytes = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: fromBase64(seal.iv) }, key, sealed)
  return URL.createObjectURL(new Blob([bytes], { type: TYPES.has(media.type) ? media.type : PLAIN_TYPE }))
}
