import { Button } from '@mantine/core'
import { IconDownload, IconFile } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { sizeWords } from '../objects/words'
import classes from './Attachment.module.css'
import { linkTo, type Seal } from './media'
import type { Media } from './types'

/** A file of a message: pictures are shown, films and sounds are played, the rest is there to download. */
export function Attachment({ conversation, media, seal }: { conversation: string; media: Media; seal: Seal | null }) {
  const [link, setLink] = useState<string | null>(null)
  const [isBroken, setBroken] = useState(false)
  const kind = media.type.split('/')[0]
  const isShown = kind === 'image' || kind === 'video' || kind === 'audio'
  const { id } = media
  useEffect(() => {
    if (!isShown) return
    let isGone = false
    linkTo(conversation, media, seal).then((found) => { if (!isGone) setLink(found) }, () => { if (!isGone) setBroken(true) })
    return () => { isGone = true }
    // The id says which file it is; the rest is the same for it.
  }, [conversation, id, isShown])
  const fetchIt = async () => {
    const anchor = document.createElement('a')
    anchor.href = link ?? await linkTo(conversation, media, seal)
    anchor.download = media.name
    anchor.rel = 'noopener'
    anchor.click()
  }
  return (
    <div className={classes.attachment}>
      {kind === 'image' && !isBroken && (link === null
        ? <div className={classes.bones} role="status" aria-label="Loading the picture" />
        : <a href={link} target="_blank" rel="noopener noreferrer"><img src={link} alt={media.name} className={classes.picture} onError={() => setBroken(true)} /></a>)}
      {kind === 'video' && link !== null && <video src={link} controls className={classes.picture} aria-label={media.name} />}
      {kind === 'audio' && link !== null && <audio src={link} controls aria-label={media.name} />}
      {(!isShown || isBroken) && (
        <div className={classes.file}>
          <IconFile size={28} stroke={1.4} aria-hidden />
          <span className={classes.name}>{media.name}<small>{sizeWords(media.size)}{isBroken ? ' · cannot be shown' : ''}</small></span>
          <Button size="compact-sm" variant="subtle" leftSection={<IconDownload size={15} />} onClick={() => void fetchIt().catch(() => setBroken(true))}>Download</Button>
        </div>
      )}
    </div>
  )
}
