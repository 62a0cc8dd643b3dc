const MIB = 1024 * 1024
const PARTS_MAX = 10_000

/** A file of at least this size goes in parts. */
export const PART_BYTES = 16 * MIB
export const OBJECT_BYTES_MAX = 5 * 1024 * 1024 * MIB

/** A part as the server has it. */
export interface ListedPart {
  number: number
  bytes: number
  etag: string
  /** In Base64, where the upload has one. */
  crc32?: string | undefined
}

/** How large the parts of a file are: 16 MiB, and for files beyond 156 GiB so many more that 10,000 parts suffice. */
export const partBytesOf = (bytes: number): number => Math.max(PART_BYTES, Math.ceil(bytes / PARTS_MAX / MIB) * MIB)

export const isMultipart = (bytes: number): boolean => bytes > PART_BYTES

export const partCount = (bytes: number, partBytes: number): number => Math.max(1, Math.ceil(bytes / partBytes))

/** Where a part (numbered from 1) stands in the file; the end is excluded. */
export const rangeOf = (number: number, bytes: number, partBytes: number): [from: number, to: number] =>
  [(number - 1) * partBytes, Math.min(number * partBytes, bytes)]

/** Of the parts that the server has, those that this plan would send as well: what is of another size is sent again. */
export const usable = (listed: readonly ListedPart[], bytes: number, partBytes: number): ListedPart[] =>
  listed.filter(({ number, bytes: size }) => {
    const [from, to] = rangeOf(number, bytes, partBytes)
    return number <= partCount(bytes, partBytes) && size === to - from
  })

/** The numbers that are not there yet, in order. */
export function missing(have: ReadonlySet<number>, bytes: number, partBytes: number): number[] {
  const numbers = []
  for (let number = 1; number <= partCount(bytes, partBytes); number++) if (!have.has(number)) numbers.push(number)
  return numbers
}
