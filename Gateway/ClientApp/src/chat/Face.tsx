import { IconSpeakerphone, IconUsers } from '@tabler/icons-react'
import classes from './Face.module.css'
import type { Line } from './types'
import { initialsOf } from './words'

const TONES = 6

const toneOf = (name: string): number => [...name].reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)!) % 997, 7) % TONES

/** A round sign for a person, a group or a channel. */
export function Face({ title, kind = 'direct', size = 44, isOnline = false }: { title: string; kind?: Line['kind']; size?: number; isOnline?: boolean }) {
  return (
    <span className={classes.face} data-tone={toneOf(title)} style={{ width: size, height: size, fontSize: size * 0.36 }} aria-hidden>
      {kind === 'direct' ? initialsOf(title) : kind === 'group' ? <IconUsers size={size * 0.5} stroke={1.6} /> : <IconSpeakerphone size={size * 0.5} stroke={1.6} />}
      {isOnline && <span className={classes.online} />}
    </span>
  )
}
