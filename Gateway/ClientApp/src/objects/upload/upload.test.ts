import { describe, expect, it } from 'vitest'
import { base64Of, crc32, crc32Of } from './crc32'
import { Pace } from './pace'
import { missing, PART_BYTES, partBytesOf, partCount, rangeOf, usable } from './plan'
import { abandoned, differenceOf, isSameFile, SILENT_MS, type UploadRecord } from './records'
import { Transfer } from './transfer'

const MIB = 1024 * 1024

describe('the plan of an upload', () => {
  it('covers every byte once', () => {
    for (const bytes of [PART_BYTES, PART_BYTES + 1, 3 * PART_BYTES - 1, 200 * 1024 * MIB + 17]) {
      const size = partBytesOf(bytes)
      let at = 0
      for (let number = 1; number <= partCount(bytes, size); number++) {
        const [from, to] = rangeOf(number, bytes, size)
        expect(from).toBe(at)
        expect(to).toBeGreaterThan(from)
        at = to
      }
      expect(at).toBe(bytes)
    }
  })

  it('never has more than 10,000 parts, in whole MiB', () => {
    const largest = 5 * 1024 * 1024 * MIB
    expect(partCount(largest, partBytesOf(largest))).toBeLessThanOrEqual(10_000)
    expect(partBytesOf(largest) % MIB).toBe(0)
    expect(partBytesOf(100 * 1024 * MIB)).toBe(PART_BYTES)
  })

  it('sends what is missing, and what is of another size', () => {
    const bytes = 3 * PART_BYTES + 5
    const listed = [{ number: 1, bytes: PART_BYTES, etag: 'a' }, { number: 2, bytes: 7, etag: 'b' }, { number: 4, bytes: 5, etag: 'c' }, { number: 9, bytes: 1, etag: 'd' }]
    const there = usable(listed, bytes, PART_BYTES)
    expect(there.map(({ number }) => number)).toEqual([1, 4])
    expect(missing(new Set(there.map(({ number }) => number)), bytes, PART_BYTES)).toEqual([2, 3])
  })
})

describe('an upload at work', () => {
  const file = (bytes: number) => ({ size: bytes, name: 'f' }) as File

  it('counts what arrived and what flies, and keeps what arrived when it is paused', () => {
    const transfer = new Transfer('b', 'k', file(3 * PART_BYTES))
    transfer.phase = 'parts'
    transfer.state = 'running'
    transfer.arrived.set(2, { number: 2, bytes: PART_BYTES, etag: 'e' })
    transfer.flying.set(1, 100)
    expect(transfer.sent).toBe(PART_BYTES + 100)
    const { signal } = transfer.stop
    transfer.halt('paused')
    expect(signal.aborted).toBe(true)
    expect(transfer.sent).toBe(PART_BYTES)
    expect(transfer.waiting).toEqual([1, 3])
  })

  it('asks the server again when it begins again', () => {
    const transfer = new Transfer('b', 'k', file(3 * PART_BYTES))
    transfer.phase = 'complete'
    transfer.arrived.set(1, { number: 1, bytes: PART_BYTES, etag: 'e' })
    transfer.again()
    expect([transfer.phase, transfer.state, transfer.sent]).toEqual(['begin', 'waiting', 0])
  })

  it('is shown as the same as long as nothing changed', () => {
    const transfer = new Transfer('b', 'k', file(10))
    const before = transfer.shown()
    expect(transfer.shown()).toBe(before)
    transfer.flying.set(0, 5)
    expect(transfer.shown()).not.toBe(before)
  })
})

describe('what is remembered of an upload', () => {
  const record = (changes: Partial<UploadRecord> = {}): UploadRecord => ({
    account: '1', bucket: 'b', key: 'k', uploadId: 'u', name: 'f', bytes: 9, changedAt: 5, partBytes: 4, begunAt: 0, arrived: 4, completing: false, touchedAt: 0, ...changes,
  })

  it('is of the same file by name, size and time of change', () => {
    expect(isSameFile(record(), { name: 'f', bytes: 9, changedAt: 5 })).toBe(true)
    expect(differenceOf(record(), { name: 'g', bytes: 9, changedAt: 5 })).toContain('“g”')
    expect(differenceOf(record(), { name: 'f', bytes: 8, changedAt: 5 })).toContain('another size')
    expect(differenceOf(record(), { name: 'f', bytes: 9, changedAt: 6 })).toContain('was changed')
  })

  it('is free when no page is at it any more', () => {
    const now = 1_000_000
    const list = [record({ uploadId: 'left' }), record({ uploadId: 'silent', touchedAt: now - SILENT_MS - 1 }), record({ uploadId: 'elsewhere', touchedAt: now - 1_000 }), record({ uploadId: 'here' })]
    expect(abandoned(list, now, new Set(['here'])).map(({ uploadId }) => uploadId)).toEqual(['left', 'silent'])
  })
})

describe('CRC-32', () => {
  it('is the one of zip', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
    expect(crc32(new Uint8Array())).toBe(0)
    expect(base64Of(0xcbf43926)).toBe('y/Q5Jg==')
  })

  it('goes on where it stopped, wherever that is', () => {
    const bytes = Uint8Array.from({ length: 1_000 }, (_, i) => (i * 31) & 255)
    for (const cut of [0, 1, 7, 8, 9, 500, 999, 1_000]) expect(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut)))).toBe(crc32(bytes))
  })

  it('reads a file in pieces', async () => {
    const file = new Blob(['1234', '56789'])
    expect(await crc32Of(file, new AbortController().signal)).toBe('y/Q5Jg==')
  })
})

describe('the pace', () => {
  it('is told after a while, and begins again when work was taken back', () => {
    const pace = new Pace()
    pace.note(0, 0)
    expect(pace.rate).toBeNull()
    pace.note(2_000, 1_000)
    expect(pace.rate).toBe(500)
    expect(pace.secondsLeft(250)).toBe(0.5)
    pace.note(2_100, 10)
    expect(pace.rate).toBeNull()
  })

  it('forgets what is long ago', () => {
    const pace = new Pace()
    for (let second = 0; second <= 20; second++) pace.note(second * 1_000, second < 10 ? 0 : (second - 10) * 100)
    expect(pace.rate).toBe(100)
  })
})
