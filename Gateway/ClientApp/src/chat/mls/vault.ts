/** What a device keeps: secrets, states of groups, and what it could read. One write is done whole or not at all. */
export interface Vault {
  read<T>(key: string): Promise<T | undefined>
  /** The values whose keys are from the first to the last, with their keys. */
  range<T>(first: string, last: string): Promise<[string, T][]>
  /** Undefined takes a key away. */
  write(changes: ReadonlyMap<string, unknown>): Promise<void>
  /** Runs one at a time of those with the same name, over all tabs that share the vault. */
  exclusive<T>(name: string, work: () => Promise<T>): Promise<T>
}

/** A vault that ends with its page; for tests, and where the browser lets nothing be kept. */
export class VolatileVault implements Vault {
  readonly #kept = new Map<string, unknown>()
  readonly #turns = new Map<string, Promise<unknown>>()

  async read<T>(key: string): Promise<T | undefined> {
    return structuredClone(this.#kept.get(key)) as T | undefined
  }

  async range<T>(first: string, last: string): Promise<[string, T][]> {
    return [...this.#kept].filter(([key]) => key >= first && key <= last)
      .sort(([one], [other]) => (one < other ? -1 : 1)) as [string, T][]
  }

  async write(changes: ReadonlyMap<string, unknown>): Promise<void> {
    for (const [key, value] of changes) {
      if (value === undefined) this.#kept.delete(key)
      else this.#kept.set(key, structuredClone(value))
    }
  }

  exclusive<T>(name: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(name) ?? Promise.resolve()).then(work, work)
    this.#turns.set(name, turn.catch(() => undefined))
    return turn
  }
}

const STORE = 'vault'

/** A vault in the browser's IndexedDB. */
export class KeptVault implements Vault {
  readonly #name: string
  #database: Promise<IDBDatabase> | null = null

  constructor(name: string) {
    this.#name = name
  }

  async read<T>(key: string): Promise<T | undefined> {
    const store = (await this.#open()).transaction(STORE).objectStore(STORE)
    return answerOf(store.get(key) as IDBRequest<T | undefined>)
  }

  async range<T>(first: string, last: string): Promise<[string, T][]> {
    const store = (await this.#open()).transaction(STORE).objectStore(STORE)
    const bounds = IDBKeyRange.bound(first, last)
    const [keys, values] = await Promise.all([answerOf(store.getAllKeys(bounds)), answerOf(store.getAll(bounds) as IDBRequest<T[]>)])
    return keys.map((key, index) => [String(key), values[index]!])
  }

  async write(changes: ReadonlyMap<string, unknown>): Promise<void> {
    if (changes.size === 0) return
    const transaction = (await this.#open()).transaction(STORE, 'readwrite', { durability: 'strict' })
    const store = transaction.objectStore(STORE)
    for (const [key, value] of changes) {
      if (value === undefined) store.delete(key)
      else store.put(value, key)
    }
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error('The browser did not keep it.'))
    })
  }

  exclusive<T>(name: string, work: () => Promise<T>): Promise<T> {
    return navigator.locks.request(`${this.#name}/${name}`, work) as Promise<T>
  }

  #open(): Promise<IDBDatabase> {
    this.#database ??= new Promise((resolve, reject) => {
      const opening = indexedDB.open(this.#name, 1)
      opening.onupgradeneeded = () => opening.result.createObjectStore(STORE)
      opening.onsuccess = () => resolve(opening.result)
      opening.onerror = () => reject(opening.error ?? new Error('The browser lets nothing be kept.'))
    })
    return this.#database
  }
}

const answerOf = <T>(request: IDBRequest<T>): Promise<T> => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result)
  request.onerror = () => reject(request.error ?? new Error('The browser could not read it.'))
})
