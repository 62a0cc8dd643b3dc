/** The id of a command, made once: whoever is asked again with it, here or at another gateway, answers as the first time. */
export const newId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
