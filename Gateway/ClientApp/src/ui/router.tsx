import type { AnchorHTMLAttributes, MouseEvent } from 'react'
import { Store, useStore } from './store'

const path = new Store(window.location.pathname)
const search = new Store(window.location.search)

function follow(): void {
  path.set(window.location.pathname)
  search.set(window.location.search)
}

window.addEventListener('popstate', follow)

/** The path of the page shown. */
export const usePath = (): string => useStore(path)

/** What stands behind the path, with its question mark; empty when nothing does. */
export const useSearch = (): string => useStore(search)

/** Shows another page and adds it to the browser's history. */
export function navigate(to: string): void {
  if (to !== window.location.pathname + window.location.search) window.history.pushState(null, '', to)
  follow()
}

/** Shows another page in the place of this one. */
export function redirect(to: string): void {
  window.history.replaceState(null, '', to)
  follow()
}

/** A link inside the product; with a modifier key it behaves as any link does. */
export function Link({ href, onClick, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  const press = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    navigate(href)
  }
  return <a href={href} onClick={press} {...rest} />
}
