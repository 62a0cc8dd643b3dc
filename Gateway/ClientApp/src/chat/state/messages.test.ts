import { describe, expect, test } from 'vitest'
import { advanced, hasRead, ordered, synced } from './lines'
import { fold, type Message } from './messages'
import { decodePayload, encodePayload, type Opened } from './payload'
import { entryOf, lineOf } from './samples'
import { merged, raised, tickOf } from './ticks'
import { current, ended, heard } from './typing'

const shown = (entries: Parameters<typeof fold>[0], opened: ReadonlyMap<number, Opened> = new Map()): Message[] =>
  fold(entries, opened).flatMap((item) => (item.type === 'message' ? [item.message] : []))

describe('what is shown of a log', () => {
  test('edits, reactions and deletions change their message', () => {
    const entries = [
      entryOf(1), entryOf(2, { author: '2' }),
      entryOf(3, { kind: 'edited', target: 1, text: 'better' }),
      entryOf(4, { kind: 'reacted', target: 2, emoji: '👍' }),
      entryOf(5, { kind: 'deleted', target: 2 }),
    ]
    const [first, second] = shown(entries)
    expect(first).toMatchObject({ text: 'better', isEdited: true })
    expect(second).toMatchObject({ kind: 'deleted', text: '', reactions: [] })
  })

  test('an entry that was read after its change is not changed back', () => {
    const entries = [
      entryOf(1, { text: 'second', edited: true, revision: 3 }),
      entryOf(2, { kind: 'edited', target: 1, text: 'first' }),
      entryOf(3, { kind: 'edited', target: 1, text: 'second' }),
    ]
    expect(shown(entries)).toMatchObject([{ text: 'second' }])
  })

  test('a reaction is one of each person and can be taken back', () => {
    const react = (sequence: number, emoji: string) => entryOf(sequence, { kind: 'reacted', target: 1, emoji })
    expect(shown([entryOf(1), react(2, '👍'), react(3, '🎉')])[0]!.reactions).toEqual([{ account: '1', emoji: '🎉' }])
    expect(shown([entryOf(1), react(2, '👍'), react(3, '')])[0]!.reactions).toEqual([])
  })

  test('sealed entries show their payload, and only their author edits them', () => {
    const sealed = (sequence: number, author: string) => entryOf(sequence, { kind: 'sealed', text: null, author })
    const entries = [sealed(1, '1'), sealed(2, '2'), sealed(3, '1'), sealed(4, '2')]
    const opened = new Map<number, Opened>([
      [1, { type: 'text', text: 'secret' }], [2, { type: 'edit', target: 1, text: 'forged' }], [3, { type: 'edit', target: 1, text: 'mended' }],
      [4, { type: 'locked', reason: 'before' }],
    ])
    expect(shown(entries, opened)).toMatchObject([{ text: 'mended', isSealed: true }, { kind: 'locked', reason: 'before' }])
  })

  test('a payload that is not well-formed is no message', () => {
    expect(decodePayload(encodePayload({ type: 'text', text: 'hello', replyTo: 4 }))).toEqual({ type: 'text', text: 'hello', replyTo: 4 })
    for (const odd of ['', 'null', '{"type":"text","text":3}', '{"type":"text","text":""}', '{"type":"edit","target":-1,"text":"x"}', '{"type":"later"}']) {
      expect(decodePayload(new TextEncoder().encode(odd))).toEqual({ type: 'unknown' })
    }
  })
})

describe('the list', () => {
  test('a message of another is unread until it is read, an own one reads all', () => {
    const line = advanced(lineOf(), entryOf(1, { author: '2' }), '1', () => 'bob')
    expect(line).toMatchObject({ head: 1, unread: 1, lastAuthor: 'bob' })
    expect(hasRead(line, 1)).toMatchObject({ unread: 0, read: 1 })
    expect(advanced(line, entryOf(2), '1', () => 'me')).toMatchObject({ unread: 0, read: 2 })
  })

  test('a repeat counts nothing, and an edit changes what stands in the list', () => {
    const line = advanced(lineOf(), entryOf(1, { author: '2' }), '1', () => '')
    expect(advanced(line, entryOf(1, { author: '2' }), '1', () => '')).toBe(line)
    expect(advanced(line, entryOf(2, { kind: 'edited', target: 1, text: 'new' }), '1', () => '').last?.text).toBe('new')
  })

  test('a sync brings what changed, takes what was left and does not go back behind live entries', () => {
    const lines = new Map([['a', lineOf({ id: 'a', head: 5 })], ['b', lineOf({ id: 'b' })]])
    const next = synced(lines, { account: '1', cursor: 'x', whole: false, conversations: [lineOf({ id: 'a', head: 4, unread: 9 }), lineOf({ id: 'c' })], left: ['b'] })
    expect([...next.keys()]).toEqual(['a', 'c'])
    expect(next.get('a')).toMatchObject({ head: 5, unread: 0 })
    expect(ordered(new Map([['x', lineOf({ id: 'x', last: entryOf(1) })], ['y', lineOf({ id: 'y', last: entryOf(2) })]])).map((line) => line.id)).toEqual(['y', 'x'])
  })
})

describe('ticks', () => {
  test('follow watermarks that only grow', () => {
    const line = raised(raised(lineOf(), 5, 3), 4, 2)
    expect([6, 5, 3].map((sequence) => tickOf(sequence, line, undefined))).toEqual(['sent', 'delivered', 'read'])
  })

  test('of a group change when everybody has it', () => {
    const line = lineOf({ kind: 'group', memberCount: 4 })
    const counts = merged(merged(new Map(), [{ sequence: 7, delivered: 3, read: 1 }]), [{ sequence: 7, delivered: 2, read: 2 }])
    expect(counts.get(7)).toEqual({ sequence: 7, delivered: 3, read: 2 })
    expect(tickOf(7, line, counts.get(7))).toBe('delivered')
    expect(tickOf(7, line, { sequence: 7, delivered: 3, read: 3 })).toBe('read')
  })
})

test('writing ends by itself after five seconds, or with the message', () => {
  const typing = heard(new Map(), 'c', '2', 0)
  expect(current(typing, 4_999)).toBe(typing)
  expect(current(typing, 5_000).size).toBe(0)
  expect(ended(typing, 'c', '2').get('c')?.size).toBe(0)
})
