import { gateway } from '../ui/gateways'
import { call, Refusal, Unanswered } from '../ui/http'
import { currentSession, endSession } from '../ui/session'
import { keyFault, pathOf } from './keys'
import { parse, text } from './xml'

export type Query = Record<string, string | number | undefined>

/** Where S3 is answered: a port of its own, hence another origin. */
export interface Endpoint {
  url: string
  region: string
}

export interface S3Request {
  method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'
  bucket?: string
  key?: string
  query?: Query
  headers?: Record<string, string>
  body?: string | Blob
  signal?: AbortSignal | undefined
}

const known = new Map<string, Promise<Endpoint>>()

/** Of the gateway that serves the page now. */
export function endpoint(): Promise<Endpoint> {
  const at = gateway()
  const asked = known.get(at) ?? call<Endpoint>('GET', '/api/objects/endpoint')
  known.set(at, asked)
  asked.catch(() => known.delete(at))
  return asked
}

/** The address of a bucket or an object there. */
export async function addressOf({ bucket, key, query = {} }: Pick<S3Request, 'bucket' | 'key' | 'query'>): Promise<string> {
  const { url } = await endpoint()
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined).map(([name, value]) => `${name}=${encodeURIComponent(value as string)}`)
  return `${url.replace(/\/$/, '')}${bucket === undefined ? '/' : pathOf(bucket, key)}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`
}

/**
 * What it means that S3 gave no answer. The gateway is asked: when it does not answer either, the page goes on at another one. When it
 * does, it is S3's own port that this browser does not reach.
 */
export async function silence(address: string): Promise<Unanswered> {
  known.delete(gateway())
  try {
    await endpoint()
    return new Unanswered(`The object store at ${new URL(address).host} does not answer this browser, though the page's own server does. Is that port open to you?`)
  } catch {
    return new Unanswered('The server does not answer.')
  }
}

/** How the page says who is asking. */
export function authority(): Record<string, string> {
  const session = currentSession()
  return session === null ? {} : { Authorization: `Bearer ${session.token}` }
}

/**
 * Asks the S3 port as whoever is signed in.
 * @throws Refusal with S3's code and sentence; Unanswered when nothing came back, or that it could not tell.
 */
export async function s3({ method, headers, body, signal, ...what }: S3Request): Promise<Response> {
  const fault = what.key === undefined ? null : keyFault(what.key)
  if (fault !== null) throw new Refusal('KeyNotReachable', 400, fault)
  const address = await addressOf(what)
  const answer = await fetch(address, {
    method,
    headers: { ...authority(), ...headers },
    credentials: 'omit',
    // S3 keeps what `Cache-Control` a write has, and this is the mode in which a browser adds none, not even to a conditional one.
    cache: method === 'GET' || method === 'HEAD' ? 'no-store' : 'force-cache',
    ...(body === undefined ? {} : { body }),
    ...(signal === undefined ? {} : { signal }),
  }).catch(async (reason: unknown) => {
    if (signal?.aborted) throw reason
    throw await silence(address)
  })
  if (answer.ok) return answer
  throw faultOf(answer.status, method === 'HEAD' ? '' : await answer.text().catch(() => ''))
}

/** Asks, and reads the document that comes back. Some answers begin with 200 before it is known that they are an error. */
export async function s3Xml(request: S3Request): Promise<Element> {
  const answer = await s3(request)
  const written = await answer.text().catch(() => { throw new Unanswered('The answer of the object store broke off.') })
  const root = parse(written)
  if (root.localName === 'Error') throw faultOf(errorIs500.has(text(root, 'Code')) ? 500 : 400, written)
  return root
}

const errorIs500 = new Set(['InternalError', 'ServiceUnavailable', 'SlowDown'])

/** What an answer that is no success says: S3's own code and sentence where it has them. */
export function faultOf(status: number, body: string): Refusal | Unanswered {
  let code = ''
  let message = ''
  try {
    const root = parse(body)
    if (root.localName === 'Error') [code, message] = [text(root, 'Code'), text(root, 'Message')]
  } catch {
    // Nothing, or a proxy's page: the status says what there is to say.
  }
  if (code === 'ExpiredToken' || (status === 401 && currentSession() !== null)) {
    endSession('Your session has ended. Sign in again to go on; nothing you did is lost.')
  }
  if (status >= 500 && status !== 501) return new Unanswered(message || 'The object store could not answer just now.')
  return new Refusal(code || `HTTP ${status}`, status, sentences[code] ?? (message || wordsFor(status)))
}

/** Where a person is better told what to do than what S3 says. */
const sentences: Record<string, string> = {
  BucketAlreadyExists: 'Somebody else has a bucket of this name. Names are shared by everybody here: choose another one.',
  BucketAlreadyOwnedByYou: 'You have a bucket of this name already.',
  BucketNotEmpty: 'The bucket still has objects or versions in it.',
  NoSuchBucket: 'There is no such bucket, or not any more.',
  NoSuchKey: 'There is no such object, or not any more.',
  NoSuchVersion: 'This version is not there any more.',
  AccessDenied: 'You may not do this: neither the owner, the policy nor the access list of the bucket lets you.',
}

function wordsFor(status: number): string {
  switch (status) {
    case 403: return sentences.AccessDenied as string
    case 404: return 'There is no such object, or not any more.'
    case 405: return 'This is a delete marker: it has no content of its own.'
    case 412: return 'It has changed in the meantime.'
    default: return 'The object store refused this without saying why.'
  }
}
