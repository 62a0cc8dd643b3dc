import { reportReachable, reportUnreachable } from './connection'
import { Refusal, Unanswered } from './faults'
import { addressOf, findGateway, gateway } from './gateways'
import { currentSession, endSession } from './session'

export { Refusal, Unanswered }

const TIMEOUT_MS = 15_000

/**
 * Calls the server as whoever is signed in. Query values that are undefined are left out. What may be repeated is asked once more, of
 * whichever gateway is ready then, before anybody hears that there is no answer.
 */
export async function call<T>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  query: Record<string, string | number | undefined> = {},
  body?: unknown,
): Promise<T> {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)])
  const address = pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs)}`
  const session = currentSession()
  const headers = new Headers({ Accept: 'application/json' })
  if (session !== null) headers.set('Authorization', `Bearer ${session.token}`)
  if (body !== undefined) headers.set('Content-Type', 'application/json')

  const send = async (at: string): Promise<[Response, string]> => {
    const answer = await fetch(addressOf(address, at), {
      method,
      headers,
      credentials: 'same-origin',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return [answer, await answer.text()]
  }
  const [answer, text] = await send(gateway())
    .catch(async (fault: unknown) => {
      reportUnreachable()
      if (!mayRepeat(method, query, body) || !(await findGateway())) throw fault
      return send(gateway())
    })
    .catch(() => {
      reportUnreachable()
      throw new Unanswered('The server does not answer.')
    })
  reportReachable()
  if (answer.ok) return (text === '' ? undefined : JSON.parse(text)) as T
  if (answer.status === 401 && session !== null && currentSession()?.token === session.token) {
    endSession('Your session has ended. Sign in again to go on; nothing you did is lost.')
  }
  throw refusalOf(answer.status, text)
}

/** A question, or a command with an id that was made here: it is carried out once and answered as the first time. */
const mayRepeat = (method: string, query: object, body: unknown): boolean =>
  method === 'GET' || 'newClientOrderId' in query || (typeof body === 'object' && body !== null && 'commandId' in body)

/** Reads a problem document (`code`, `detail`) or Binance's error (`code`, `msg`); anything else is told by its status. */
export function refusalOf(status: number, text: string): Refusal | Unanswered {
  let fault: { code?: unknown; detail?: unknown; title?: unknown; msg?: unknown } = {}
  try {
    fault = (JSON.parse(text) ?? {}) as typeof fault
  } catch {
    // Not ours: a proxy's page, or nothing. The status says what there is to say.
  }
  const words = [fault.detail, fault.msg, fault.title].find((candidate) => typeof candidate === 'string' && candidate !== '')
  const code = fault.code === undefined ? `HTTP ${status}` : String(fault.code)
  if (status >= 500 && status !== 501) return new Unanswered(typeof words === 'string' ? words : 'The server could not answer just now.')
  return new Refusal(code, status, typeof words === 'string' ? words : wordsFor(status))
}

function wordsFor(status: number): string {
  switch (status) {
    case 401: return 'You need to sign in for this.'
    case 403: return 'This account may not do that.'
    case 404: return 'There is no such thing here, or not any more.'
    case 413: return 'That is more than the server takes at once.'
    case 429: return 'Too many requests of late; wait a little and try again.'
    default: return 'The server refused this without saying why.'
  }
}
