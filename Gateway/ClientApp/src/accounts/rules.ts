const HANDLE = /^[a-z][a-z0-9._-]{2,31}$/i
const PASSWORD_MIN = 8
const PASSWORD_MAX = 128
export const LABEL_MAX = 64

/** What is wrong with a new handle, or null. The server has the last word. */
export function handleFault(handle: string): string | null {
  if (HANDLE.test(handle)) return null
  if (handle.length < 3 || handle.length > 32) return 'Use 3 to 32 characters.'
  if (!/^[a-z]/i.test(handle)) return 'Begin with a letter.'
  return 'Use letters, digits, dot, dash and underscore only.'
}

/** What is wrong with a new password, or null. */
export function passwordFault(password: string): string | null {
  return password.length >= PASSWORD_MIN && password.length <= PASSWORD_MAX ? null : `Use ${PASSWORD_MIN} to ${PASSWORD_MAX} characters.`
}
