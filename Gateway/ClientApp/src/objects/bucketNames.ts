/** The rules as a person reads them; each is checked as it is typed. */
export const bucketRules: readonly { words: string; holds: (name: string) => boolean }[] = [
  { words: '3 to 63 characters', holds: (name) => name.length >= 3 && name.length <= 63 },
  { words: 'Small letters, digits, dots and hyphens only', holds: (name) => /^[a-z0-9.-]*$/.test(name) },
  { words: 'Begins and ends with a letter or a digit', holds: (name) => /^[a-z0-9]/i.test(name) && /[a-z0-9]$/i.test(name) },
  { words: 'No two dots side by side, and not the look of an IP address', holds: (name) => !name.includes('..') && !/^\d+\.\d+\.\d+\.\d+$/.test(name) },
  { words: 'Nothing reserved: xn--… , sthree-… , …-s3alias, …--ol-s3', holds: (name) => !RESERVED.test(name) },
]

const RESERVED = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/

/** What is wrong with a bucket's name, or null. Whether it is taken only the server knows. */
export const bucketFault = (name: string): string | null => bucketRules.find((rule) => !rule.holds(name))?.words ?? null
