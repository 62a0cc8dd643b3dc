import { newId } from '../ui/ids'

/** This browser as a device of an account: drawn once and kept. */
export function deviceOf(account: string): string {
  const key = `chat-device-${account}`
  const kept = localStorage.getItem(key)
  if (kept !== null) return kept
  const drawn = newId()
  localStorage.setItem(key, drawn)
  return drawn
}

/** A removed device cannot come back; the browser becomes a new one. */
export const forgetDevice = (account: string): void => localStorage.removeItem(`chat-device-${account}`)

/** "Firefox on Linux". */
export function deviceName(agent: string = navigator.userAgent): string {
  const browser = /Edg\//.test(agent) ? 'Edge' : /Firefox\//.test(agent) ? 'Firefox' : /Chrome\//.test(agent) ? 'Chrome' : /Safari\//.test(agent) ? 'Safari' : 'Browser'
  const system = /Android/.test(agent) ? 'Android' : /iPhone|iPad/.test(agent) ? 'iOS' : /Windows/.test(agent) ? 'Windows' : /Mac OS/.test(agent) ? 'macOS' : /Linux/.test(agent) ? 'Linux' : 'this device'
  return `${browser} on ${system}`
}
