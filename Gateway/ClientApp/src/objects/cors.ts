import { all, type Markup, optional, text, write } from './xml'

/** A rule as the S3 console writes it in JSON. */
export interface CorsRule {
  ID?: string
  AllowedOrigins: string[]
  AllowedMethods: string[]
  AllowedHeaders?: string[]
  ExposeHeaders?: string[]
  MaxAgeSeconds?: number
}

const LISTS = { AllowedOrigins: 'AllowedOrigin', AllowedMethods: 'AllowedMethod', AllowedHeaders: 'AllowedHeader', ExposeHeaders: 'ExposeHeader' } as const

export const readCors = (root: Element): CorsRule[] =>
  all(root, 'CORSRule').map((rule) => {
    const texts = (name: string) => all(rule, name).map((node) => node.textContent ?? '')
    const [id, age, headers, exposed] = [optional(rule, 'ID'), text(rule, 'MaxAgeSeconds'), texts('AllowedHeader'), texts('ExposeHeader')]
    return {
      ...(id === undefined ? {} : { ID: id }),
      AllowedOrigins: texts('AllowedOrigin'),
      AllowedMethods: texts('AllowedMethod'),
      ...(headers.length === 0 ? {} : { AllowedHeaders: headers }),
      ...(exposed.length === 0 ? {} : { ExposeHeaders: exposed }),
      ...(age === '' ? {} : { MaxAgeSeconds: Number(age) }),
    }
  })

export const writeCors = (rules: readonly CorsRule[]): string =>
  write('CORSConfiguration', rules.map((rule): Markup => ['CORSRule', [
    ['ID', rule.ID],
    ...Object.entries(LISTS).flatMap(([list, name]) => (rule[list as keyof typeof LISTS] ?? []).map((value): Markup => [name, value])),
    ['MaxAgeSeconds', rule.MaxAgeSeconds],
  ]]))

/** Reads what a person typed. The fault says where it is; what the rules mean only the server judges. */
export function parseCors(written: string): { rules: CorsRule[] } | { fault: string } {
  const json = parseJson(written)
  if ('fault' in json) return json
  if (!Array.isArray(json.value)) return { fault: 'Begin with [: a list of rules.' }
  for (const [index, rule] of json.value.entries()) {
    const fault = ruleFault(rule)
    if (fault !== null) return { fault: `Rule ${index + 1}: ${fault}` }
  }
  return { rules: json.value as CorsRule[] }
}

function ruleFault(rule: unknown): string | null {
  if (typeof rule !== 'object' || rule === null || Array.isArray(rule)) return 'a rule stands in { }.'
  const unknown = Object.keys(rule).find((name) => !(name in LISTS) && name !== 'ID' && name !== 'MaxAgeSeconds')
  if (unknown !== undefined) return `there is no "${unknown}".`
  for (const name of ['AllowedOrigins', 'AllowedMethods']) if (!(name in rule)) return `"${name}" is missing.`
  const noList = Object.entries(rule).find(([name, value]) => name in LISTS && !(Array.isArray(value) && value.every((one) => typeof one === 'string')))
  if (noList !== undefined) return `"${noList[0]}" is a list of texts, such as ["*"].`
  return 'MaxAgeSeconds' in rule && !Number.isInteger(rule.MaxAgeSeconds) ? '"MaxAgeSeconds" is a whole number.' : null
}

/** JSON with the line and column of what is wrong. */
export function parseJson(written: string): { value: unknown } | { fault: string } {
  try {
    return { value: JSON.parse(written) as unknown }
  } catch (error) {
    const words = (error as Error).message
    const position = /position (\d+)/.exec(words)?.[1]
    const plain = words.replace(/ in JSON at position \d+.*| \(line \d+ column \d+\)$/g, '')
    if (position === undefined) return { fault: `This is no JSON yet: ${plain}.` }
    const before = written.slice(0, Number(position)).split('\n')
    return { fault: `This is no JSON yet: line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: ${plain}.` }
  }
}
