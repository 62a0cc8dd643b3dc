import { Store, useStore } from './store'

/** Who is signed in, as the sign-in answered. */
export interface Session {
  token: string
  expiresAt: string
  handle: string
  id: string
  administrator: boolean
}

const KEY = 'session'

function read(): Session | null {
  try {
    const session = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Session | null
    return session !== null && Date.parse(session.expiresAt) > Date.now() ? session : null
  } catch {
    return null
  }
}

const session = new Store<Session | null>(read())

/** Why the last session ended without the person's wish, to be told on the sign-in page. */
export const farewell = new Store<string | null>(null)

// Signing in or out in one tab does so in all.
window.addEventListener('storage', (event) => {
  if (event.key === KEY) session.set(read())
})

export const useSession = (): Session | null => useStore(session)
export const currentSession = (): Session | null => session.value
export const onSessionChange = session.subscribe

export function beginSession(begun: Session): void {
  localStorage.setItem(KEY, JSON.stringify(begun))
  farewell.set(null)
  session.set(begun)
}

export function endSession(reason: string | null): void {
  localStorage.removeItem(KEY)
  farewell.set(reason)
  session.set(null)
}
