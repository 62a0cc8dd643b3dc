import { addressOf, authority, faultOf, type Query, silence } from '../s3'

export interface Piece {
  bucket: string
  key: string
  query?: Query
  headers: Record<string, string>
  body: Blob
}

/** Sends bytes and tells how many have gone. `fetch` cannot say that, hence the older way. */
export async function send(piece: Piece, onSent: (bytes: number) => void, signal: AbortSignal): Promise<{ etag: string }> {
  const address = await addressOf(piece)
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const stop = () => request.abort()
    request.open('PUT', address)
    for (const [name, value] of Object.entries({ ...authority(), ...piece.headers })) request.setRequestHeader(name, value)
    request.upload.onprogress = (event) => onSent(event.loaded)
    request.onload = () => {
      if (request.status < 300) resolve({ etag: (request.getResponseHeader('ETag') ?? '').replaceAll('"', '') })
      else reject(faultOf(request.status, request.responseText))
    }
    request.onerror = () => void silence(address).then(reject)
    request.onabort = () => reject(signal.reason as Error)
    request.onloadend = () => signal.removeEventListener('abort', stop)
    signal.addEventListener('abort', stop)
    request.send(piece.body)
  })
}
