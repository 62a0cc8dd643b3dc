import type { Leaf } from './group'

/**
 * What two people compare to know that nobody sits between them: 60 digits from a hash over the keys of all devices of the group, the
 * same on every device. They change when a device comes or goes.
 */
export async function securityCode(leaves: readonly Leaf[]): Promise<string> {
  const words = leaves.map((leaf) => `${leaf.account}/${leaf.device}/${[...leaf.key].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-512', new TextEncoder().encode(words.sort().join('\n'))))
  const groups = Array.from({ length: 12 }, (_, at) => {
    const number = digest.subarray(at * 5, at * 5 + 5).reduce((sum, byte) => sum * 256 + byte, 0)
    return String(number % 100_000).padStart(5, '0')
  })
  return groups.join(' ')
}
