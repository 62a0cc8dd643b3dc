import { ActionIcon, CloseButton, Popover, Progress, Textarea } from '@mantine/core'
import { IconCheck, IconMoodSmile, IconPaperclip, IconSend2 } from '@tabler/icons-react'
import { type RefObject, useEffect, useState } from 'react'
import { chat } from './chat'
import classes from './Composer.module.css'
import { EMOJIS } from './emojis'
import { type Message } from './state/messages'
import { TEXT_MAX } from './state/payload'
import type { Line } from './types'
import { type Uploading, uploads } from './uploads'
import { useStore } from '../ui/store'

/** What a message that is written is about: an answer, or the change of an own one. */
export interface Subject { kind: 'reply' | 'edit'; message: Message }

const textKey = (conversation: string) => `chat-text-${chat.me}-${conversation}`

/** Where a message is written; what was typed stays, whatever happens. */
export function Composer({ line, subject, setSubject, onEditLast, field, onFiles }: {
  line: Line
  subject: Subject | null
  setSubject: (subject: Subject | null) => void
  onEditLast: () => void
  field: RefObject<HTMLTextAreaElement | null>
  onFiles: (files: readonly File[]) => void
}) {
  const [text, setText] = useState(() => localStorage.getItem(textKey(line.id)) ?? '')
  const [isPicking, setPicking] = useState(false)
  const edited = subject?.kind === 'edit' ? subject.message : null

  useEffect(() => {
    if (edited !== null) setText(edited.text)
    field.current?.focus()
  }, [edited, field])

  const write = (words: string) => {
    setText(words)
    if (edited === null) {
      if (words === '') localStorage.removeItem(textKey(line.id))
      else localStorage.setItem(textKey(line.id), words)
    }
    if (words !== '' && line.kind !== 'channel') chat.typed(line.id)
  }
  const leave = () => {
    setSubject(null)
    if (edited !== null) write(localStorage.getItem(textKey(line.id)) ?? '')
  }
  const send = () => {
    const words = text.trim()
    if (words === '') return
    if (edited !== null) {
      if (words !== edited.text) chat.sending.post(line.id, { kind: 'edited', target: edited.sequence, text: words })
    } else chat.sending.post(line.id, { kind: 'text', text: words, ...(subject === null ? {} : { replyTo: subject.message.sequence }) })
    setSubject(null)
    setText('')
    localStorage.removeItem(textKey(line.id))
    field.current?.focus()
  }
  const insert = (emoji: string) => {
    const at = field.current?.selectionStart ?? text.length
    write(text.slice(0, at) + emoji + text.slice(at))
    setPicking(false)
    field.current?.focus()
  }
  const running = useStore(uploads).filter((one) => one.conversation === line.id)

  return (
    <div className={classes.composer}>
      {running.map((one) => <Upload key={one.id} upload={one} />)}
      {subject !== null && (
        <div className={classes.subject}>
          <span><b>{subject.kind === 'edit' ? 'Edit the message' : `Reply to ${chat.nameOf(subject.message.author)}`}</b>{subject.message.text || subject.message.media?.name}</span>
          <CloseButton aria-label={subject.kind === 'edit' ? 'Stop editing' : 'Do not reply'} onClick={leave} />
        </div>
      )}
      <div className={classes.row}>
        <Popover opened={isPicking} onChange={setPicking} position="top-start" withinPortal>
          <Popover.Target>
            <ActionIcon variant="subtle" color="gray" size={38} aria-label="Emoji" onClick={() => setPicking(!isPicking)}><IconMoodSmile size={22} stroke={1.6} /></ActionIcon>
          </Popover.Target>
          <Popover.Dropdown p={6}>
            <div className={classes.emojis}>
              {EMOJIS.map((emoji) => <ActionIcon key={emoji} variant="subtle" color="gray" size="lg" aria-label={emoji} onClick={() => insert(emoji)}>{emoji}</ActionIcon>)}
            </div>
          </Popover.Dropdown>
        </Popover>
        <ActionIcon component="label" variant="subtle" color="gray" size={38}>
          <IconPaperclip size={21} stroke={1.6} />
          <input type="file" multiple className={classes.files} aria-label="Attach files" onChange={(event) => {
            onFiles([...(event.currentTarget.files ?? [])])
            event.currentTarget.value = ''
          }} />
        </ActionIcon>
        <Textarea ref={field} className={classes.field ?? ''} autosize minRows={1} maxRows={8} maxLength={TEXT_MAX} aria-label="Message" placeholder="Message"
          value={text} onChange={(event) => write(event.currentTarget.value)}
          onPaste={(event) => {
            const files = [...event.clipboardData.files]
            if (files.length === 0) return
            event.preventDefault()
            onFiles(files)
          }}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return
            if (event.key === 'Enter' && !event.shiftKey) {
              event.preventDefault()
              send()
            } else if (event.key === 'Escape' && subject !== null) {
              event.stopPropagation()
              leave()
            } else if (event.key === 'ArrowUp' && text === '') {
              event.preventDefault()
              onEditLast()
            }
          }} />
        <ActionIcon size={38} radius="xl" aria-label={edited === null ? 'Send' : 'Save the change'} disabled={text.trim() === ''} onClick={send}>
          {edited === null ? <IconSend2 size={20} stroke={1.7} /> : <IconCheck size={20} stroke={1.9} />}
        </ActionIcon>
      </div>
    </div>
  )
}

function Upload({ upload }: { upload: Uploading }) {
  return (
    <div className={classes.upload}>
      <span className={classes.uploadName}>{upload.fault ?? `Uploading ${upload.name} · ${Math.round(upload.share * 100)} %`}</span>
      {upload.fault === null && <Progress value={upload.share * 100} w={120} aria-label={`Upload of ${upload.name}`} />}
      <CloseButton aria-label={`Cancel ${upload.name}`} onClick={upload.cancel} />
    </div>
  )
}
