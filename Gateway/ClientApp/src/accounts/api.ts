import { call } from '../ui/http'
import { newId } from '../ui/ids'
import type { Session } from '../ui/session'

export type CredentialKind = 's3' | 'exchange' | 'mail' | 'git'

/** A key as its owner sees it later: without its secret. */
export interface Credential {
  id: string
  kind: CredentialKind
  label: string
  scopes: string[]
  createdAt: string
}

export interface NewCredential {
  kind: CredentialKind
  label: string
  scopes?: string[]
}

export const signUp = (handle: string, password: string) =>
  call<{ id: string; handle: string }>('POST', '/api/accounts', {}, { handle, password, commandId: newId() })

export const signIn = (handle: string, password: string) => call<Session>('POST', '/api/accounts/sign-in', {}, { handle, password })

/** Takes the operators' cookie of an administrator from the browser; the page itself forgets its token. */
export const signOut = () => call<void>('POST', '/api/accounts/sign-out')

export const credentials = () => call<Credential[]>('GET', '/api/accounts/credentials')

export const createCredential = (wanted: NewCredential) =>
  call<{ id: string; secret: string }>('POST', '/api/accounts/credentials', {}, { ...wanted, commandId: newId() })

export const revokeCredential = (id: string) => call<void>('DELETE', `/api/accounts/credentials/${encodeURIComponent(id)}`)
