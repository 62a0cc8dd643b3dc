import { newId } from '../ui/ids'
import { Store } from '../ui/store'
import { sizeWords } from '../objects/words'
import { chat } from './chat'
import { MEDIA_BYTES_MAX, upload } from './media'

/** A file on its way to the object store. */
export interface Uploading { id: string; conversation: string; name: string; share: number; fault: string | null; cancel: () => void }

export const uploads = new Store<readonly Uploading[]>([])

const drop = (id: string) => uploads.set(uploads.value.filter((one) => one.id !== id))
const change = (id: string, to: Partial<Uploading>) => uploads.set(uploads.value.map((one) => (one.id === id ? { ...one, ...to } : one)))

/** Uploads files one after the other, and sends each as a message once it is there. */
export async function sendFiles(conversation: string, files: readonly File[]): Promise<void> {
  for (const file of files) await sendFile(conversation, file)
}

async function sendFile(conversation: string, file: File): Promise<void> {
  const id = newId()
  const stop = new AbortController()
  const cancel = () => {
    stop.abort()
    drop(id)
  }
  const isTooLarge = file.size === 0 || file.size > MEDIA_BYTES_MAX
  const fault = isTooLarge ? `${file.name} has ${sizeWords(file.size)}; a file has 1 byte to 64 MiB.` : null
  uploads.set([...uploads.value, { id, conversation, name: file.name, share: 0, fault, cancel }])
  if (isTooLarge) return
  try {
    const isSealed = chat.line(conversation)?.settings.encrypted === true
    const { media, seal } = await upload(conversation, file, isSealed, (share) => change(id, { share }), stop.signal)
    chat.sending.post(conversation, { kind: 'media', media, text: '', ...(seal === null ? {} : { seal }) })
    drop(id)
  } catch (failure) {
    change(id, { fault: `${file.name}: ${failure instanceof Error ? failure.message : 'the upload failed.'}` })
  }
}
