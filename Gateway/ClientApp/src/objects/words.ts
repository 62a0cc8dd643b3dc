const KIB = 1024
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']

/** "0 B", "999 B", "1.5 KiB", "12.3 MiB", "512 GiB". */
export function sizeWords(bytes: number): string {
  let unit = 0
  let value = bytes
  while (value >= KIB && unit < UNITS.length - 1) {
    value /= KIB
    unit++
  }
  // What would be rounded up to 1024 of its unit is one of the next.
  if (unit > 0 && unit < UNITS.length - 1 && value >= KIB - 0.5) {
    value = 1
    unit++
  }
  return `${unit === 0 ? Math.round(value) : value < 100 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`
}

/** "8 s", "2 min 5 s", "1 h 3 min", "2 d 4 h": two parts at most. */
export function durationWords(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds))
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return joined(minutes, 'min', whole % 60, 's')
  const hours = Math.floor(minutes / 60)
  return hours < 24 ? joined(hours, 'h', minutes % 60, 'min') : joined(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

const joined = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`

const numbers = new Intl.NumberFormat('en')

/** "1 object", "12,345 objects". */
export const countWords = (count: number, singular: string, plural = `${singular}s`): string =>
  `${numbers.format(count)} ${count === 1 ? singular : plural}`

export const numberWords = (count: number): string => numbers.format(count)

const CLASSES: Record<string, string> = {
  '': 'Standard', STANDARD: 'Standard', STANDARD_IA: 'Infrequent access', ONEZONE_IA: 'One zone, infrequent', REDUCED_REDUNDANCY: 'Reduced redundancy',
  INTELLIGENT_TIERING: 'Intelligent', GLACIER: 'Glacier', GLACIER_IR: 'Glacier instant', DEEP_ARCHIVE: 'Deep archive',
}

export const classWords = (storageClass: string): string => CLASSES[storageClass] ?? storageClass
