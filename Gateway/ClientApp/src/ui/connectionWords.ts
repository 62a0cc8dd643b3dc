import { useConnection } from './connection'
import { isElsewhere, useGateway, useHasOthers, useSilent } from './gateways'

export interface ConnectionWords {
  /** How it is, in a word. */
  name: string
  /** What that means, where the word does not say it all: who takes over, or who serves the page now. */
  detail: string | null
  /** A sentence or two for whoever wants to know more. */
  about: string
}

/** What a person is told of the connection. */
export function useConnectionWords(): ConnectionWords {
  const connection = useConnection()
  const at = useGateway()
  const hasOthers = useHasOthers()
  const silent = useSilent()
  const via = isElsewhere(at) ? new URL(at).host : null
  switch (connection) {
    case 'offline':
      return { name: 'Offline', detail: null, about: 'This device has no network. What you typed stays.' }
    case 'reconnecting':
      return hasOthers && !silent
        ? {
            name: 'Reconnecting…', detail: 'to another gateway',
            about: 'The gateway does not answer, so another one takes over. What you sent without an answer is sent again, once.',
          }
        : { name: 'Reconnecting…', detail: null, about: 'The server does not answer. What you see may be old; it is asked again until it does.' }
    case 'live':
      return via === null
        ? { name: 'Live', detail: null, about: 'The server answers and what you see is up to date.' }
        : { name: 'Live', detail: `via ${via}`, about: `The gateway of this address went away, and ${via} serves the page now. Nothing was lost.` }
  }
}
