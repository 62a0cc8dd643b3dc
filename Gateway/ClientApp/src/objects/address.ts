/** Where a person is: it stands in the address, so that it can be kept, sent and gone back from. */
export interface Place {
  bucket: string
  prefix: string
  view: 'objects' | 'settings'
  /** Whether older versions and what was deleted are listed too. */
  isHistory: boolean
  /** The object whose details are shown. */
  object: string | null
  /** Which of its versions; null for the newest. */
  version: string | null
}

export const rootOf = (bucket: string): Place => ({ bucket, prefix: '', view: 'objects', isHistory: false, object: null, version: null })

export function readPlace(bucket: string, search: string): Place {
  const query = new URLSearchParams(search)
  return {
    bucket,
    prefix: query.get('prefix') ?? '',
    view: query.has('settings') ? 'settings' : 'objects',
    isHistory: query.has('history'),
    object: query.get('object'),
    version: query.get('version'),
  }
}

// Keys stand in the query, where a browser leaves them as they are: of a path it takes out "..", and "//" is hard to read.
export function addressOf({ bucket, prefix, view, isHistory, object, version }: Place): string {
  const query = [
    view === 'settings' ? 'settings' : '',
    isHistory ? 'history' : '',
    prefix === '' ? '' : `prefix=${inQuery(prefix)}`,
    object === null ? '' : `object=${inQuery(object)}`,
    version === null ? '' : `version=${inQuery(version)}`,
  ].filter((part) => part !== '').join('&')
  return `/objects/${encodeURIComponent(bucket)}${query === '' ? '' : `?${query}`}`
}

const inQuery = (text: string): string => encodeURIComponent(text).replaceAll('%2F', '/')
