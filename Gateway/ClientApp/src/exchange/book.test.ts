import { describe, expect, it } from 'vitest'
import { decimal, plain } from '../ui/decimal'
import { applyDepth, type Book, bookOf, estimate, type Level, rowsOf, type WireLevel } from './book'

const write = (side: Level[]) => side.map((level) => `${plain(level.quantity)}@${plain(level.price)}`).join(' ')
const start = (): Book => bookOf(10, [['99', '1'], ['100', '2']], [['102', '4'], ['101', '3']])
const update = (first: number, last: number, bids: WireLevel[], asks: WireLevel[] = []) => ({ symbol: 'X', first, last, bids, asks })

describe('applyDepth', () => {
  it('sorts a snapshot, best price first', () => {
    const book = start()
    expect(write(book.bids)).toBe('2@100 1@99')
    expect(write(book.asks)).toBe('3@101 4@102')
  })

  it('sets, inserts and removes levels by absolute quantity', () => {
    const book = start()
    expect(applyDepth(book, update(11, 12, [['100', '5'], ['99.5', '7'], ['99', '0'], ['98', '0']], [['100.5', '1']]))).toBe('applied')
    expect(write(book.bids)).toBe('5@100 7@99.5')
    expect(write(book.asks)).toBe('1@100.5 3@101 4@102')
    expect(book.sequence).toBe(12)
  })

  it('ignores what it knows', () => {
    const book = start()
    expect(applyDepth(book, update(9, 10, [['100', '0']]))).toBe('stale')
    expect(write(book.bids)).toBe('2@100 1@99')
  })

  it('takes an update that overlaps', () => {
    expect(applyDepth(start(), update(9, 11, [['100', '1']]))).toBe('applied')
  })

  it('tells a gap and changes nothing', () => {
    const book = start()
    expect(applyDepth(book, update(12, 13, [['100', '0']]))).toBe('gap')
    expect(write(book.bids)).toBe('2@100 1@99')
    expect(book.sequence).toBe(10)
  })

  it('agrees with a plain map over a long random run', () => {
    let seed = 42
    const random = (below: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below
    const book = bookOf(0, [], [])
    const oracle = new Map<string, string>()
    for (let sequence = 1; sequence <= 5_000; sequence++) {
      const price = String(1 + random(60))
      const quantity = String(random(3))
      applyDepth(book, update(sequence, sequence, [[price, quantity]]))
      if (quantity === '0') oracle.delete(price)
      else oracle.set(price, quantity)
    }
    const expected = [...oracle].sort(([a], [b]) => Number(b) - Number(a)).map(([price, quantity]) => `${quantity}@${price}`).join(' ')
    expect(write(book.bids)).toBe(expected)
  })
})

describe('rowsOf', () => {
  const rows = (kind: 'bids' | 'asks', step: string, count: number) =>
    rowsOf(kind === 'bids' ? bookOf(0, [['100.4', '1'], ['100.1', '2'], ['99.9', '4']], []).bids
      : bookOf(0, [], [['100.1', '1'], ['100.4', '2'], ['101', '4'], ['101.1', '8']]).asks, kind, decimal(step), count)
      .map((row) => `${plain(row.quantity)}@${plain(row.price)}=${plain(row.total)}`).join(' ')

  it('adds up from the best price', () => expect(rows('bids', '0.1', 9)).toBe('1@100.4=1 2@100.1=3 4@99.9=7'))
  it('puts bids into the step below', () => expect(rows('bids', '1', 9)).toBe('3@100=3 4@99=7'))
  it('puts asks into the step above', () => expect(rows('asks', '1', 9)).toBe('7@101=7 8@102=15'))
  it('stops at the count, with the last row whole', () => expect(rows('asks', '1', 1)).toBe('7@101=7'))
})

describe('estimate', () => {
  const asks = bookOf(0, [], [['100', '1'], ['110', '2']]).asks
  const told = (limit: Parameters<typeof estimate>[1]) => {
    const { quantity, quote, worst, complete } = estimate(asks, limit, decimal('0.1'))
    return `${plain(quantity)} for ${plain(quote)} to ${plain(worst)} ${complete}`
  }
  it('walks the levels for a quantity', () => expect(told({ quantity: decimal('2') })).toBe('2 for 210 to 110 true'))
  it('spends an amount in whole steps', () => expect(told({ quote: decimal('200') })).toBe('1.9 for 199 to 110 true'))
  it('says when the book has too little', () => expect(told({ quantity: decimal('5') })).toBe('3 for 320 to 110 false'))
  it('trades nothing against an empty side', () =>
    expect(estimate([], { quantity: 1n }, 1n)).toEqual({ quantity: 0n, quote: 0n, worst: 0n, complete: false }))
})
