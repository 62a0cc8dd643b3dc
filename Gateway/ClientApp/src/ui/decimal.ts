// Money is never a JavaScript number: an amount or a price is a whole number of units of 10^-8, in a bigint.

export const UNITS = 100_000_000n
const DIGITS = 8

/** Reads a decimal of at most eight places, such as "0.25", ".5" or "12."; null when the text is none. */
export function parseDecimal(text: string): bigint | null {
  const match = /^(-?)(\d{0,18})(?:\.(\d{0,8}))?$/.exec(text.trim())
  if (match === null) return null
  const [, sign, whole = '', fraction = ''] = match
  if (whole === '' && fraction === '') return null
  const units = BigInt(whole === '' ? '0' : whole) * UNITS + BigInt(fraction.padEnd(DIGITS, '0'))
  return sign === '-' ? -units : units
}

/** Reads a decimal that the server wrote. */
export function decimal(text: string): bigint {
  const units = parseDecimal(text)
  if (units === null) throw new Error(`'${text}' is not a decimal of ours.`)
  return units
}

/** The shortest text that reads back as the same units: what is sent and what stands in fields. */
export function plain(units: bigint): string {
  const text = fixed(units, DIGITS)
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

/** With so many places, cut and not rounded: nobody is shown more than there is. */
export function fixed(units: bigint, places: number): string {
  const negative = units < 0n
  const digits = (negative ? -units : units).toString().padStart(DIGITS + 1, '0')
  const whole = digits.slice(0, -DIGITS)
  const fraction = digits.slice(-DIGITS, digits.length - DIGITS + places)
  return `${negative ? '-' : ''}${whole}${places > 0 ? `.${fraction}` : ''}`
}

/** As `fixed`, with thousands set apart: for reading only. */
export function grouped(units: bigint, places: number): string {
  const [whole = '', fraction] = fixed(units, places).split('.')
  const apart = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? apart : `${apart}.${fraction}`
}

/** As `plain`, with thousands set apart and at least so many places: for amounts whose precision varies. */
export function readable(units: bigint, placesMin = 0): string {
  const places = Math.max(placesMin, (plain(units).split('.')[1] ?? '').length)
  return grouped(units, places)
}

/** How many places a step has: 0.01 has two. */
export const placesOf = (step: bigint): number => (plain(step).split('.')[1] ?? '').length

/** The product of two decimals, cut to a whole unit. */
export const times = (a: bigint, b: bigint): bigint => (a * b) / UNITS

/** The product of two decimals of which no unit may be missing: what has to be paid. */
export const timesUp = (a: bigint, b: bigint): bigint => (a * b + UNITS - 1n) / UNITS

/** The quotient of two decimals, cut to a whole unit. */
export const over = (a: bigint, b: bigint): bigint => (a * UNITS) / b

/** The greatest multiple of the step that is not above the amount. */
export const floorTo = (units: bigint, step: bigint): bigint => (units / step) * step

export const isMultiple = (units: bigint, step: bigint): boolean => units % step === 0n

/** For drawing only: pixels need no exactness. */
export const toNumber = (units: bigint): number => Number(units) / Number(UNITS)
