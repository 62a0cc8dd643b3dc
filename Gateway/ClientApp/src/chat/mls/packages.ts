import {
  decodeMlsMessage, defaultCapabilities, defaultLifetime, encodeMlsMessage, generateKeyPackageWithKey, type KeyPackage,
  type PrivateKeyPackage, type Welcome,
} from 'ts-mls'
import { makeKeyPackageRef } from 'ts-mls/keyPackage.js'
import { fromBase64, toBase64 } from './base64'
import type { Delivery } from './delivery'
import { credentialOf, type Owner, suite } from './suite'
import type { Vault } from './vault'

interface SignatureKeys { signKey: Uint8Array; publicKey: Uint8Array }

/** A package that waits in the directory, with the secrets that open a Welcome to it. */
interface KeptPackage { bytes: Uint8Array; secrets: PrivateKeyPackage; isLastResort: boolean }

const STOCK = 50
const LOW = 20
/** As many as fit well into one message to the hub. */
const BATCH = 10
const keyOf = (reference: Uint8Array) => `package/${toBase64(reference)}`

/** The keys of this device: made once, published, and found again when a Welcome uses one. */
export class DeviceKeys {
  readonly owner: Owner
  readonly #vault: Vault

  constructor(owner: Owner, vault: Vault) {
    this.owner = owner
    this.#vault = vault
  }

  /** Fills the directory up when few packages are left there. */
  async publish(delivery: Delivery): Promise<void> {
    await this.#vault.exclusive('keys', async () => {
      let left = await delivery.publishKeys([], '')
      let lastResort = (await this.#vault.read<boolean>('last-resort')) === true ? '' : await this.#make(true)
      if (left >= LOW && lastResort === '') return
      while (left < STOCK || lastResort !== '') {
        const packages: string[] = []
        for (let count = Math.min(BATCH, STOCK - left); count > 0; count--) packages.push(await this.#make(false))
        const before = left
        left = await delivery.publishKeys(packages, lastResort)
        if (lastResort !== '') await this.#vault.write(new Map([['last-resort', true]]))
        lastResort = ''
        if (left <= before) return
      }
    })
  }

  /** A package for this moment alone, as an external commit needs. */
  async own(): Promise<{ publicPackage: KeyPackage; privatePackage: PrivateKeyPackage }> {
    return generateKeyPackageWithKey(
      credentialOf(this.owner), defaultCapabilities(), defaultLifetime, [], await this.#signature(), await suite())
  }

  /** The package of this device that a Welcome is for; null when it is for others. `spent` is what to take out of the vault then. */
  async find(welcome: Welcome): Promise<{ publicPackage: KeyPackage; secrets: PrivateKeyPackage; spent: string[] } | null> {
    for (const { newMember } of welcome.secrets) {
      const key = keyOf(newMember)
      const kept = await this.#vault.read<KeptPackage>(key)
      const publicPackage = kept && readPackage(kept.bytes)
      if (kept && publicPackage) return { publicPackage, secrets: kept.secrets, spent: kept.isLastResort ? [] : [key] }
    }
    return null
  }

  async #make(isLastResort: boolean): Promise<string> {
    const { publicPackage, privatePackage } = await this.own()
    const bytes = encodeMlsMessage({ version: 'mls10', wireformat: 'mls_key_package', keyPackage: publicPackage })
    const reference = await makeKeyPackageRef(publicPackage, (await suite()).hash)
    const kept: KeptPackage = { bytes, secrets: privatePackage, isLastResort }
    await this.#vault.write(new Map([[keyOf(reference), kept]]))
    return toBase64(bytes)
  }

  #signature(): Promise<SignatureKeys> {
    return this.#vault.exclusive('signature', async () => {
      const kept = await this.#vault.read<SignatureKeys>('signature')
      if (kept !== undefined) return kept
      const made = await (await suite()).signature.keygen()
      await this.#vault.write(new Map([['signature', made]]))
      return made
    })
  }
}

function readPackage(bytes: Uint8Array): KeyPackage | null {
  const message = decodeMlsMessage(bytes, 0)?.[0]
  return message?.wireformat === 'mls_key_package' ? message.keyPackage : null
}

/** A package as the directory gave it; null when it is none. */
export function packageOf(text: string): KeyPackage | null {
  try {
    return readPackage(fromBase64(text))
  } catch {
    return null
  }
}
