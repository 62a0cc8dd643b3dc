import type { CredentialKind } from './api'

/** What a key of each kind opens, and what its two parts are called there. */
export const kinds: Record<CredentialKind, { name: string; about: string; id: string; secret: string; scopes: { value: string; label: string }[] }> = {
  exchange: {
    name: 'Exchange API', about: 'For trading programs that speak the Binance Spot API.', id: 'API key', secret: 'API secret',
    scopes: [{ value: 'read', label: 'Read orders, fills and balances' }, { value: 'trade', label: 'Place and cancel orders' }],
  },
  s3: { name: 'Object storage (S3)', about: 'For programs that speak S3.', id: 'Access key', secret: 'Secret key', scopes: [] },
  mail: { name: 'Mail', about: 'For mail programs, once the mail system is there.', id: 'User', secret: 'Application password', scopes: [] },
  git: { name: 'Git', about: 'For git, once the repositories are there.', id: 'User', secret: 'Token', scopes: [] },
}

export const kindOrder: readonly CredentialKind[] = ['exchange', 's3', 'mail', 'git']
