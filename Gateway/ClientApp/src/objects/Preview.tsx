import { Button, Modal, Skeleton, Text } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Empty, Fault, Waiting } from '../ui/states'
import { beginning, type ObjectId, presign } from './api'
import { download } from './commands'
import { useHead } from './data'
import { nameOf } from './keys'
import classes from './Preview.module.css'
import { type PreviewKind, previewOf, textOf } from './types'
import { sizeWords } from './words'

const LINK_SECONDS = 3_600
const TEXT_BYTES = 256 * 1024
const TYPES: Partial<Record<PreviewKind, string>> = { pdf: 'application/pdf' }

/** What an object looks like or sounds like, as far as a browser can tell. */
export function Preview({ id, isLarge = false }: { id: ObjectId; isLarge?: boolean }) {
  const said = useHead(id)
  if (said.isPending) return <Waiting><Skeleton height={180} /></Waiting>
  if (said.isError) return <Fault error={said.error} />
  const bytes = Number(said.data.get('Content-Length') ?? 0)
  const kind = previewOf(id.key, said.data.get('Content-Type') ?? '')
  if (bytes === 0) return <Text size="sm" c="dimmed" className={classes.none ?? ''}>The object is empty.</Text>
  if (kind === null) {
    const words = `A browser cannot show objects of the type ${said.data.get('Content-Type') ?? 'that it has'}.`
    if (!isLarge) return <Text size="sm" c="dimmed" className={classes.none ?? ''}>{words}</Text>
    return (
      <Empty icon={IconEyeOff} title="No preview" action={<Button size="xs" variant="default" onClick={() => void download([id])}>Download {sizeWords(bytes)}</Button>}>
        {words}
      </Empty>
    )
  }
  return kind === 'text' ? <TextPreview id={id} bytes={bytes} isLarge={isLarge} /> : <MediaPreview id={id} kind={kind} isLarge={isLarge} />
}

function TextPreview({ id, bytes, isLarge }: { id: ObjectId; bytes: number; isLarge: boolean }) {
  const start = useQuery({ queryKey: ['objects', 'object', id.bucket, id.key, id.versionId ?? '', 'text'], queryFn: () => beginning(id, TEXT_BYTES) })
  if (start.isPending) return <Waiting><Skeleton height={180} /></Waiting>
  if (start.isError) return <Fault error={start.error} />
  const text = textOf(start.data.bytes)
  if (text === null) return <Empty icon={IconEyeOff} title="No preview">It is called a text, but its bytes are none.</Empty>
  return (
    <figure className={classes.figure}>
      <pre className={classes.text} data-large={isLarge} tabIndex={0} aria-label={`Text of ${nameOf(id.key)}`}>{text}</pre>
      {!start.data.isAll && <Text component="figcaption" size="xs" c="dimmed">The first {sizeWords(TEXT_BYTES)} of {sizeWords(bytes)}.</Text>}
    </figure>
  )
}

function MediaPreview({ id, kind, isLarge }: { id: ObjectId; kind: Exclude<PreviewKind, 'text'>; isLarge: boolean }) {
  const [isBroken, setBroken] = useState(false)
  const link = useQuery({
    queryKey: ['objects', 'object', id.bucket, id.key, id.versionId ?? '', 'link', kind],
    queryFn: () => presign({
      method: 'GET', bucket: id.bucket, key: id.key, expiresSeconds: LINK_SECONDS,
      ...(id.versionId === undefined ? {} : { versionId: id.versionId }),
      // Nothing but the type that the frame is for may run in it.
      ...(TYPES[kind] === undefined ? {} : { query: { 'response-content-type': TYPES[kind], 'response-content-disposition': 'inline' } }),
    }),
    staleTime: (LINK_SECONDS * 1_000) / 2,
  })
  if (link.isPending) return <Waiting><Skeleton height={180} /></Waiting>
  if (link.isError) return <Fault error={link.error} />
  const name = nameOf(id.key)
  const { url } = link.data
  const fail = () => setBroken(true)
  if (isBroken) {
    return (
      <Empty icon={IconEyeOff} title="It cannot be shown" action={<Button size="xs" variant="default" onClick={() => void download([id])}>Download</Button>}>
        This browser does not know the format, or the bytes are not what the type says.
      </Empty>
    )
  }
  switch (kind) {
    case 'image': return <img src={url} alt={name} className={classes.image} data-large={isLarge} onError={fail} />
    // Captions would have to be in another object; nobody knows which.
    case 'audio': return <audio src={url} controls className={classes.audio} onError={fail} aria-label={name} />
    case 'video': return <video src={url} controls className={classes.video} data-large={isLarge} onError={fail} aria-label={name} />
    case 'pdf': return <iframe src={url} title={name} className={classes.pdf} data-large={isLarge} />
  }
}

/** The same, as large as the window. */
export function PreviewDialog({ id, onClose }: { id: ObjectId | null; onClose: () => void }) {
  return (
    <Modal opened={id !== null} onClose={onClose} size="min(1100px, 94vw)" title={id === null ? '' : nameOf(id.key)} classNames={{ title: classes.title ?? '' }}>
      {id !== null && <Preview key={`${id.key} ${id.versionId}`} id={id} isLarge />}
    </Modal>
  )
}
