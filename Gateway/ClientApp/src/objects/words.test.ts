import { describe, expect, it } from 'vitest'
import { every, idOf, only, rangeTo, toggled, nothing, chosen } from './selection'
import type { Row } from './shapes'
import { previewOf, textOf, typeOf } from './types'
import { countWords, durationWords, sizeWords } from './words'

describe('words', () => {
  it.each([[0, '0 B'], [1_023, '1023 B'], [1_024, '1.0 KiB'], [1_536, '1.5 KiB'], [1_048_575, '1.0 MiB'], [123 * 1_048_576, '123 MiB'], [5 * 1_024 ** 4, '5.0 TiB'], [346.7, '347 B']])(
    '%d bytes are %s', (bytes, words) => expect(sizeWords(bytes)).toBe(words))
  it.each([[0.2, '1 s'], [59, '59 s'], [60, '1 min'], [125, '2 min 5 s'], [3_720, '1 h 2 min'], [90_000, '1 d 1 h']])(
    '%d seconds are %s', (seconds, words) => expect(durationWords(seconds)).toBe(words))
  it('count', () => expect([countWords(1, 'object'), countWords(12_345, 'object'), countWords(2, 'copy', 'copies')]).toEqual(['1 object', '12,345 objects', '2 copies']))
})

describe('types', () => {
  it('are the browser’s, or those of the name', () => {
    expect(typeOf('a.md', '')).toBe('text/markdown')
    expect(typeOf('a.md', 'x/y')).toBe('x/y')
    expect(typeOf('noname', '')).toBe('application/octet-stream')
  })

  it.each([
    ['a.png', 'image/png', 'image'], ['a.png', 'application/octet-stream', 'image'], ['a', 'application/json; charset=utf-8', 'text'], ['a.rs', 'application/octet-stream', 'text'],
    ['a.bin', 'application/octet-stream', null], ['a.pdf', '', 'pdf'], ['a.svg', 'image/svg+xml', 'image'], ['a.txt', 'application/zip', null],
  ])('%s of %s is previewed as %s', (key, type, kind) => expect(previewOf(key, type)).toBe(kind))

  it('know a text by its bytes, also one that is cut in the middle of a letter', () => {
    expect(textOf(new TextEncoder().encode('grüße').subarray(0, 3))).toBe('gr')
    expect(textOf(Uint8Array.of(97, 0, 98))).toBeNull()
    expect(textOf(Uint8Array.of(0xff, 0xfe, 0x41))).toBeNull()
  })
})

describe('a selection', () => {
  const rows: Row[] = ['a', 'b', 'c', 'd'].map((key) => ({ kind: 'folder', key }))
  const ids = ({ ids: set }: { ids: ReadonlySet<string> }) => [...set].join('')

  it('is of one, of several, of a range either way, of all', () => {
    const [a, b, , d] = rows as [Row, Row, Row, Row]
    expect(ids(only(b))).toBe('b')
    expect(ids(toggled(toggled(only(b), d), b))).toBe('d')
    expect(ids(rangeTo(only(b), rows, 3))).toBe('bcd')
    expect(ids(rangeTo(rangeTo(only(b), rows, 3), rows, 0))).toBe('ab')
    expect(ids(every(rows))).toBe('abcd')
    expect(chosen(only(a), rows.slice(1))).toEqual([])
    expect(chosen(nothing, rows)).toEqual([])
  })

  it('tells versions of one key apart', () => {
    const version = (versionId: string): Row => ({ kind: 'version', key: 'k', versionId, isLatest: false, isDeleteMarker: false, bytes: 0, etag: '', modifiedAt: 0, storageClass: '' })
    expect(idOf(version('1'))).not.toBe(idOf(version('2')))
  })
})
