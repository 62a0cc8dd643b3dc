import { Store } from '../ui/store'
import { titleOf } from './state/lines'
import type { Entry, Line } from './types'

const KEY = 'chat-notifications'
const isPossible = typeof Notification !== 'undefined'

/** Whether the browser tells of messages while the page is not looked at. */
export const notices = new Store(isPossible && Notification.permission === 'granted' && localStorage.getItem(KEY) === 'on')

/** Asks the person, through the browser, and remembers the answer. False when the browser does not allow it. */
export async function setNotices(on: boolean): Promise<boolean> {
  const isAllowed = on && isPossible && (await Notification.requestPermission()) === 'granted'
  localStorage.setItem(KEY, isAllowed ? 'on' : 'off')
  notices.set(isAllowed)
  return isAllowed || !on
}

/** Tells of a message. What is encrypted is not shown outside of the page. */
export function notify(line: Line, entry: Entry, author: string): void {
  const isMuted = line.mutedUntil !== null && line.mutedUntil > Date.now()
  if (!notices.value || isMuted || document.hasFocus()) return
  const words = entry.kind === 'sealed' ? 'New message' : entry.kind === 'media' ? `📎 ${entry.media?.name ?? ''}` : entry.text ?? ''
  const notice = new Notification(titleOf(line), { body: line.kind === 'direct' ? words : `${author}: ${words}`, tag: line.id })
  notice.onclick = () => {
    window.focus()
    notice.close()
  }
}
