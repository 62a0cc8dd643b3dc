import type { Media } from '../types'

/**
 * What stands inside a sealed message: JSON in UTF-8, one of these. `target` and `replyTo` are sequences of the conversation. Whoever reads
 * one of a type that it does not know shows that there is a message for a newer client. Only the author of a message edits it: readers
 * compare the authors, as the server cannot.
 */
export type Payload =
  | { type: 'text'; text: string; replyTo?: number }
  | { type: 'media'; media: Media; caption: string; replyTo?: number; key: string; iv: string }
  | { type: 'edit'; target: number; text: string }
  | { type: 'reaction'; target: number; emoji: string }

/** A sealed entry as this device knows it: its payload, or why there is none. */
export type Opened = Payload | { type: 'locked'; reason: 'before' | 'damaged' } | { type: 'unknown' }

export const TEXT_MAX = 4_096
const EMOJI_MAX = 32

export const encodePayload = (payload: Payload): Uint8Array => new TextEncoder().encode(JSON.stringify(payload))

const isSequence = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0
const isText = (value: unknown, max: number): value is string => typeof value === 'string' && value.length <= max

/** Reads what another device wrote; nothing in it is trusted to be well-formed. */
export function decodePayload(bytes: Uint8Array): Opened {
  try {
    const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Record<string, unknown> | null
    if (value === null || typeof value !== 'object') return { type: 'unknown' }
    const reply = isSequence(value.replyTo) ? { replyTo: value.replyTo } : {}
    if (value.type === 'text' && isText(value.text, TEXT_MAX) && value.text !== '') return { type: 'text', text: value.text, ...reply }
    if (value.type === 'edit' && isSequence(value.target) && isText(value.text, TEXT_MAX) && value.text !== '') {
      return { type: 'edit', target: value.target, text: value.text }
    }
    if (value.type === 'reaction' && isSequence(value.target) && isText(value.emoji, EMOJI_MAX)) {
      return { type: 'reaction', target: value.target, emoji: value.emoji }
    }
    const media = value.media as Media | undefined
    if (value.type === 'media' && isMedia(media) && isText(value.caption, 1_024) && isText(value.key, 64) && isText(value.iv, 64)) {
      return { type: 'media', media: { id: media.id, type: media.type, size: media.size, name: media.name }, caption: value.caption, key: value.key, iv: value.iv, ...reply }
    }
  } catch {
    // Not UTF-8 or not JSON: whoever wrote it is no client of ours.
  }
  return { type: 'unknown' }
}

const isMedia = (media: Media | undefined): media is Media =>
  typeof media === 'object' && /^[0-9a-f]{32}$/.test(media.id) && isText(media.type, 255) && isText(media.name, 255) && isSequence(media.size)
