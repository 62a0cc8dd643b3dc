import { QueryClient } from '@tanstack/react-query'
import { currentConnection, onConnectionChange } from './connection'
import { Refusal } from './http'
import { currentSession, onSessionChange } from './session'

const RETRY_MS_MAX = 5_000

/** What was read from the server. A refusal stands; silence is asked again, for as long as it takes. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: 10_000,
      retry: (count, error) => !(error instanceof Refusal) && count < 100,
      retryDelay: (attempt) => Math.min(500 * 2 ** attempt, RETRY_MS_MAX),
    },
    mutations: { networkMode: 'always', retry: false },
  },
})

// Nothing that one person read is shown to the next one.
let account = currentSession()?.id
onSessionChange(() => {
  if (currentSession()?.id !== account) queries.clear()
  account = currentSession()?.id
})

// What was read before an interruption may be old: read what is on the screen again.
onConnectionChange(() => {
  if (currentConnection() === 'live') void queries.invalidateQueries()
})
