// What a file is, by the name and the type that it has.

const TYPES: Record<string, string> = {
  avif: 'image/avif', bmp: 'image/bmp', css: 'text/css', csv: 'text/csv', flac: 'audio/flac', gif: 'image/gif', gz: 'application/gzip', htm: 'text/html',
  html: 'text/html', ico: 'image/x-icon', jpeg: 'image/jpeg', jpg: 'image/jpeg', js: 'text/javascript', json: 'application/json', log: 'text/plain',
  m4a: 'audio/mp4', md: 'text/markdown', mov: 'video/quicktime', mp3: 'audio/mpeg', mp4: 'video/mp4', ogg: 'audio/ogg', ogv: 'video/ogg', opus: 'audio/ogg',
  pdf: 'application/pdf', png: 'image/png', svg: 'image/svg+xml', tar: 'application/x-tar', tsv: 'text/tab-separated-values', txt: 'text/plain',
  wav: 'audio/wav', webm: 'video/webm', webp: 'image/webp', xml: 'application/xml', yaml: 'application/yaml', yml: 'application/yaml', zip: 'application/zip',
}

const TEXTS = new Set([
  'application/json', 'application/xml', 'application/yaml', 'application/javascript', 'application/x-sh', 'application/sql', 'application/toml',
  'application/x-ndjson',
])
const SOURCES = /\.(c|cc|conf|cpp|cs|go|h|ini|java|jsx?|kt|lock|php|properties|ps1|py|rb|rs|sh|sql|toml|tsx?|vue)$/i

const extensionOf = (name: string): string => /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''

/** The type that an object is stored with: the browser's, or that of its name. */
export const typeOf = (name: string, given: string): string => given || TYPES[extensionOf(name)] || 'application/octet-stream'

export type PreviewKind = 'image' | 'audio' | 'video' | 'pdf' | 'text'

/** How an object can be looked at; null when it cannot. A type that says nothing gives way to the name. */
export function previewOf(key: string, stored: string): PreviewKind | null {
  const plain = stored.split(';')[0]?.trim().toLowerCase() ?? ''
  const type = plain === '' || plain === 'application/octet-stream' || plain === 'binary/octet-stream' ? (TYPES[extensionOf(key)] ?? '') : plain
  if (type === 'application/pdf') return 'pdf'
  const family = type.split('/')[0]
  if (family === 'image' || family === 'audio' || family === 'video' || family === 'text') return family
  return TEXTS.has(type) || /\+(json|xml)$/.test(type) || SOURCES.test(key) ? 'text' : null
}

/** The text of some bytes; null when they are none. The last character may be cut off in the middle. */
export function textOf(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return null
  }
}
