// Reading and writing the few shapes of XML that S3 has.

/** A document's first element. Whoever answers with something else is not an S3 server. */
export function parse(text: string): Element {
  const root = new DOMParser().parseFromString(text, 'application/xml').documentElement
  if (root === null || root.getElementsByTagName('parsererror').length > 0 || root.localName === 'parsererror') throw new Error('This is no XML.')
  return root
}

/** Children of that name, whatever their namespace. */
export const all = (node: Element, name: string): Element[] =>
  Array.from(node.childNodes).filter((child): child is Element => child.nodeType === 1 && (child as Element).localName === name)

export const one = (node: Element, name: string): Element | undefined => all(node, name)[0]

/** The text of a child; empty when there is none. */
export const text = (node: Element, name: string): string => one(node, name)?.textContent ?? ''

/** The text of a child; undefined when it is empty or not there. */
export const optional = (node: Element, name: string): string | undefined => text(node, name) || undefined

export const flag = (node: Element, name: string): boolean => text(node, name).toLowerCase() === 'true'

/** What a listing with `encoding-type=url` says: a space is a plus there. */
export const decoded = (written: string): string => decodeURIComponent(written.replaceAll('+', ' '))

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;', '\n': '&#10;', '\t': '&#9;' }

export const escaped = (plain: string): string => plain.replace(/[&<>"\r\n\t]/g, (character) => ESCAPES[character] as string)

/** Whether XML can say this text at all: most control characters have no place in it, however they are written. */
export const isSayable = (plain: string): boolean => !/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(plain)

type Content = string | number | boolean | undefined | readonly Markup[]
/** An element: its name and what is in it. One whose content is undefined is left out. */
export type Markup = readonly [name: string, content: Content]

const element = ([name, content]: Markup): string =>
  content === undefined ? '' : `<${name}>${typeof content === 'object' ? content.map(element).join('') : escaped(String(content))}</${name}>`

/** A document of S3's namespace. */
export const write = (name: string, content: readonly Markup[]): string =>
  `<${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content.map(element).join('')}</${name}>`
