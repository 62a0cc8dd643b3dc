import { describe, expect, it } from 'vitest'
import { addressOf, readPlace, rootOf } from './address'
import { bucketFault } from './bucketNames'
import { changesTo, takeUp, targetOf } from './drag'
import { compareKeys, crumbsOf, keyFault, moveFault, nameFault, nameOf, parentOf, pathOf, rebased } from './keys'

describe('keys', () => {
  it('sort by the bytes of UTF-8, not by the units of JavaScript', () => {
    const bytes = new TextEncoder()
    const byBytes = (a: string, b: string) => {
      const [x, y] = [bytes.encode(a), bytes.encode(b)]
      for (let i = 0; i < Math.min(x.length, y.length); i++) if (x[i] !== y[i]) return (x[i] ?? 0) - (y[i] ?? 0)
      return x.length - y.length
    }
    const keys = ['a', 'a/', 'a/b', 'a b', 'ab', 'ä', '漢', '\ue000', 'ﬀ', '🙂', '🙂a', '𝒳', '']
    expect(keys.toSorted(compareKeys)).toEqual(keys.toSorted(byBytes))
  })

  it.each([
    ['a/b/c.txt', 'a/b/', 'c.txt'], ['a/b/', 'a/', 'b'], ['a/', '', 'a'], ['a', '', 'a'], ['a//', 'a/', ''], ['/x', '/', 'x'], ['/', '', ''],
  ])('%s is in %s and called %s', (key, parent, name) => {
    expect(parentOf(key)).toBe(parent)
    expect(nameOf(key)).toBe(name)
  })

  it('tell the way to a folder, also to one without a name', () =>
    expect(crumbsOf('a//b/')).toEqual([{ name: 'a', prefix: 'a/' }, { name: '(no name)', prefix: 'a//' }, { name: 'b', prefix: 'a//b/' }]))

  it('have 1 to 1,024 bytes, no half characters and nothing that a browser takes out of addresses', () => {
    expect(keyFault('a/b c/ü.txt')).toBeNull()
    expect(keyFault('ü'.repeat(512))).toBeNull()
    expect(keyFault('ü'.repeat(513))).toContain('1026 bytes')
    expect(keyFault('\ud800')).toContain('half a character')
    expect(keyFault('a/../b')).toContain('".."')
    expect(keyFault('a/..b')).toBeNull()
    expect(nameFault('a/b', 'x/')).toContain('slash')
    expect(nameFault('', 'x/')).toBe('Type a name.')
  })

  it('stand in a path with everything escaped but their slashes', () => expect(pathOf('b', 'a b/?#%+ü/')).toBe('/b/a%20b/%3F%23%25%2B%C3%BC/'))

  it('keep what stands behind a folder that gets another name', () => expect(rebased('old/a/old/b', 'old/', 'new/')).toBe('new/a/old/b'))

  it('cannot move a folder into itself', () => {
    expect(moveFault('a/', 'a/b/')).toContain('into itself')
    expect(moveFault('a/', 'ab/')).toBeNull()
    expect(moveFault('a', 'a')).toContain('already')
  })
})

describe('drag and drop', () => {
  it('moves what is not there already and has a place there', () => {
    const data = { setData: () => undefined, effectAllowed: '' } as unknown as DataTransfer
    takeUp(data, 'b', [
      { kind: 'folder', key: 'a/' }, { kind: 'object', key: 'x/one.txt', bytes: 0, etag: '', modifiedAt: 0, storageClass: '' },
    ])
    expect(changesTo('b', 'x/')).toEqual([{ from: 'a/', to: 'x/a/' }])
    expect(changesTo('b', 'a/')).toEqual([{ from: 'x/one.txt', to: 'a/one.txt' }])
    expect(changesTo('b', 'a/deep/')).toEqual([{ from: 'x/one.txt', to: 'a/deep/one.txt' }])
    expect(changesTo('other', 'x/')).toEqual([])
    expect(targetOf('x/y/', '')).toBe('y/')
  })
})

describe('bucket names', () => {
  it.each(['abc', 'a-b.c', '0aa', 'a'.repeat(63)])('%s will do', (name) => expect(bucketFault(name)).toBeNull())
  it.each(['ab', 'a'.repeat(64), 'Abc', '-abc', 'abc.', 'a..b', '192.168.1.1', 'xn--abc', 'abc-s3alias', 'a_b'])('%s will not', (name) => expect(bucketFault(name)).not.toBeNull())
})

describe('places', () => {
  it.each([
    rootOf('b'), { ...rootOf('b'), prefix: 'a b/ü&?=+#/../' }, { ...rootOf('b'), view: 'settings' as const },
    { ...rootOf('b'), isHistory: true, prefix: 'x/', object: 'x/1+1=2 %.txt', version: 'v/+=' },
  ])('are told by their address: $prefix', (place) => {
    const url = new URL(addressOf(place), 'http://here')
    expect(url.pathname).toBe('/objects/b')
    expect(readPlace('b', url.search)).toEqual(place)
  })
})
