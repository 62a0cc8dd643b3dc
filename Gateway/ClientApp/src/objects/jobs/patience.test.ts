import { describe, expect, it, vi } from 'vitest'
import { Unanswered } from '../../ui/faults'
import { atOnce, patiently } from './patience'
import { sampleObjects } from './sampleObjects'

describe('work of many requests', () => {
  it('does all, and never more at the same time than it may', async () => {
    let now = 0
    let most = 0
    const done: number[] = []
    await atOnce(3, [0, 1, 2, 3, 4, 5, 6, 7], async (item) => {
      most = Math.max(most, ++now)
      await Promise.resolve()
      now--
      done.push(item)
    })
    expect(done.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(most).toBe(3)
  })

  it('begins nothing after a failure, and lets end what was begun', async () => {
    const begun: number[] = []
    const ended: number[] = []
    await expect(atOnce(2, [0, 1, 2, 3, 4, 5], async (item) => {
      begun.push(item)
      await Promise.resolve()
      if (item === 0) throw new Error('no')
      ended.push(item)
    })).rejects.toThrow('no')
    expect(begun).toEqual([0, 1])
    expect(ended).toEqual([1])
  })

  it('asks again when there was no answer, and not when there was one', async () => {
    vi.useFakeTimers()
    let asked = 0
    const answer = patiently(new AbortController().signal, () => (++asked < 3 ? Promise.reject(new Unanswered('')) : Promise.resolve('yes')))
    await vi.runAllTimersAsync()
    expect([await answer, asked]).toEqual(['yes', 3])
    await expect(patiently(new AbortController().signal, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused')
    vi.useRealTimers()
  })

  it('does not begin when it was stopped', async () => {
    const stopped = AbortSignal.abort(new Error('stopped'))
    await expect(patiently(stopped, () => Promise.resolve())).rejects.toThrow('stopped')
  })
})

describe('sample data', () => {
  it('has keys that differ, in several folders', () => {
    const keys = sampleObjects().map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
    expect(new Set(keys.map((key) => key.split('/')[0])).size).toBeGreaterThan(4)
  })
})
