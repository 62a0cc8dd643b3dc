import {
  type CiphersuiteImpl, type ClientConfig, type Credential, defaultKeyRetentionConfig, defaultLifetimeConfig, defaultPaddingConfig,
  getCiphersuiteFromName, getCiphersuiteImpl, type LeafNode,
} from 'ts-mls'

// X25519, AES-128-GCM, SHA-256 and Ed25519: all of it is in WebCrypto, which browsers have on https and on 127.0.0.1.
const SUITE = 'MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519'

let made: Promise<CiphersuiteImpl> | null = null

export const suite = (): Promise<CiphersuiteImpl> => (made ??= getCiphersuiteImpl(getCiphersuiteFromName(SUITE)))

/** Whose device a leaf is. The credential is basic: what ties it to a person is the comparison of the security code. */
export interface Owner { account: string; device: string }

export const credentialOf = (owner: Owner): Credential =>
  ({ credentialType: 'basic', identity: new TextEncoder().encode(`${owner.account}/${owner.device}`) })

/** Null for a credential that no client of ours makes. */
export function ownerOf(credential: Credential): Owner | null {
  if (credential.credentialType !== 'basic') return null
  const match = /^([1-9]\d{0,18})\/([0-9a-f]{32})$/.exec(new TextDecoder().decode((credential as { identity: Uint8Array }).identity))
  return match === null ? null : { account: match[1]!, device: match[2]! }
}

const isSame = (one: LeafNode, other: LeafNode): boolean => {
  const [first, second] = [ownerOf(one.credential), ownerOf(other.credential)]
  return first !== null && first.account === second?.account && first.device === second.device
}

export const config: ClientConfig = {
  keyRetentionConfig: defaultKeyRetentionConfig,
  lifetimeConfig: defaultLifetimeConfig,
  paddingConfig: defaultPaddingConfig,
  // A device that lost its state comes back with a new key: it takes the place of its own old leaf.
  keyPackageEqualityConfig: {
    compareKeyPackages: (one, other) => isSame(one.leafNode, other.leafNode),
    compareKeyPackageToLeafNode: (one, leaf) => isSame(one.leafNode, leaf),
  },
  authService: { validateCredential: async (credential) => ownerOf(credential) !== null },
}
