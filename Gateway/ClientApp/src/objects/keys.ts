// A key is text without structure. Folders are an illusion: the keys that begin with "photos/" are "in" the folder "photos".

export const DELIMITER = '/'
export const KEY_BYTES_MAX = 1024

const bytes = new TextEncoder()
const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff

/** By the bytes of UTF-8, as listings are sorted. JavaScript's own order puts letters such as "ﬀ" behind all emoji. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (x === y) continue
    return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1
  }
  return a.length - b.length
}

export const isFolder = (key: string): boolean => key.endsWith(DELIMITER)

/** The folder that a key or a folder is in: "a/b/c.txt" and "a/b/c/" are in "a/b/"; what stands at the top is in "". */
export function parentOf(key: string): string {
  const own = isFolder(key) ? key.slice(0, -1) : key
  return own.slice(0, own.lastIndexOf(DELIMITER) + 1)
}

/** What a key or a folder is called inside its folder: "c.txt" of "a/b/c.txt", "b" of "a/b/". */
export const nameOf = (key: string): string => {
  const name = key.slice(parentOf(key).length)
  return isFolder(name) ? name.slice(0, -1) : name
}

/** A folder may have no name at all, as in "a//b"; a person has to be able to press on it. */
export const shownName = (key: string): string => nameOf(key) || '(no name)'

/** The way from the top down to a folder. */
export function crumbsOf(prefix: string): { name: string; prefix: string }[] {
  const crumbs = []
  for (let end = prefix.indexOf(DELIMITER); end !== -1; end = prefix.indexOf(DELIMITER, end + 1)) {
    const until = prefix.slice(0, end + 1)
    crumbs.push({ name: shownName(until), prefix: until })
  }
  return crumbs
}

/** What is wrong with a key, or null. The server has the last word. */
export function keyFault(key: string): string | null {
  if (key === '') return 'Type a name.'
  if (!key.isWellFormed()) return 'The name has half a character in it, which no key may have.'
  const length = bytes.encode(key).length
  if (length > KEY_BYTES_MAX) return `With its folders the name has ${length} bytes; a key has at most ${KEY_BYTES_MAX}.`
  // Browsers take such segments out of every address, however they are written.
  if (key.split(DELIMITER).some((segment) => segment === '.' || segment === '..')) return 'A browser cannot reach a name "." or "..": choose another one.'
  return null
}

/** What is wrong with the name of something inside a folder, or null. */
export function nameFault(name: string, folder: string): string | null {
  if (name.includes(DELIMITER)) return 'A slash begins another folder: make one at a time.'
  return name === '' ? 'Type a name.' : keyFault(folder + name)
}

/** The key that an object gets when a folder (or the object itself) takes another name. */
export const rebased = (key: string, from: string, to: string): string => to + key.slice(from.length)

/** Why something cannot be moved there, or null: a folder has no place inside itself. */
export function moveFault(from: string, to: string): string | null {
  if (from === to) return 'It has this name already.'
  if (isFolder(from) && to.startsWith(from)) return 'A folder cannot be moved into itself.'
  return null
}

/** The path of an object's address. */
export const pathOf = (bucket: string, key = ''): string =>
  `/${encodeURIComponent(bucket)}${key === '' ? '' : `/${key.split(DELIMITER).map(encodeURIComponent).join(DELIMITER)}`}`
