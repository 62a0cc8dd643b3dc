import { describe, expect, it } from 'vitest'
import { decimal, fixed, floorTo, grouped, over, parseDecimal, placesOf, plain, readable, times, timesUp } from './decimal'

describe('parseDecimal', () => {
  it.each([
    ['0', 0n], ['1', 100_000_000n], ['0.1', 10_000_000n], ['.5', 50_000_000n], ['12.', 1_200_000_000n],
    ['0.00000001', 1n], [' 7 ', 700_000_000n], ['-2.5', -250_000_000n], ['999999999999999999.99999999', 99999999999999999999999999n],
  ])('reads %s', (text, units) => expect(parseDecimal(text)).toBe(units))
  it.each(['', '.', '-', '1e5', '0x1', '1,5', '1.000000001', '1.2.3', 'NaN', '１'])('refuses "%s"', (text) => expect(parseDecimal(text)).toBeNull())
})

describe('writing', () => {
  it('is the inverse of reading', () => {
    for (const text of ['0', '0.1', '60000.01', '0.00000001', '-3.5', '100']) expect(plain(decimal(text))).toBe(text)
  })
  it('cuts and never rounds up', () => expect(fixed(decimal('0.999'), 2)).toBe('0.99'))
  it('pads to the places asked for', () => expect(fixed(decimal('5'), 2)).toBe('5.00'))
  it('writes no point without places', () => expect(fixed(decimal('5.9'), 0)).toBe('5'))
  it('sets thousands apart', () => expect(grouped(decimal('-1234567.5'), 2)).toBe('-1,234,567.50'))
  it('keeps all digits where they matter', () => expect(readable(decimal('1234.00012'), 2)).toBe('1,234.00012'))
  it('counts places of a step', () => expect([placesOf(decimal('0.01')), placesOf(decimal('1')), placesOf(decimal('10'))]).toEqual([2, 0, 0]))
})

describe('arithmetic', () => {
  it('is exact where doubles are not', () => expect(plain(decimal('0.1') + decimal('0.2'))).toBe('0.3'))
  it('cuts products, or fills them up', () => {
    expect(times(decimal('0.00000001'), decimal('0.5'))).toBe(0n)
    expect(timesUp(decimal('0.00000001'), decimal('0.5'))).toBe(1n)
  })
  it('divides', () => expect(plain(over(decimal('100'), decimal('3')))).toBe('33.33333333'))
  it('floors to a step', () => expect(plain(floorTo(decimal('0.123456'), decimal('0.001')))).toBe('0.123'))
})
