import { describe, expect, it } from 'vitest'
import { handleFault, passwordFault } from './rules'

describe('handleFault', () => {
  it.each(['ada', 'Ada.Lovelace-1815', 'a_b'])('accepts %s', (handle) => expect(handleFault(handle)).toBeNull())
  it.each([
    ['ab', 'Use 3 to 32 characters.'],
    ['1abc', 'Begin with a letter.'],
    ['a b c', 'Use letters, digits, dot, dash and underscore only.'],
  ])('refuses %s', (handle, words) => expect(handleFault(handle)).toBe(words))
})

describe('passwordFault', () => {
  it('accepts eight characters', () => expect(passwordFault('12345678')).toBeNull())
  it('refuses seven', () => expect(passwordFault('1234567')).not.toBeNull())
})
