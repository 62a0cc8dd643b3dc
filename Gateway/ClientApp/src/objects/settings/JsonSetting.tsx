import { Button, Group, Skeleton, Stack, Textarea } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Fault, Waiting } from '../../ui/states'
import { Setting } from './Setting'
import classes from './BucketSettings.module.css'

/** A setting that is a JSON document, or none. What it may not be is told while it is typed; the rest the server says. */
export function JsonSetting({ title, about, name, queryKey, read, example, exampleWords, faultOf, onSave, onRemove, status }: {
  title: string
  about: ReactNode
  /** What the document is called in sentences. */
  name: string
  queryKey: readonly string[]
  read: () => Promise<string | null>
  example: string
  exampleWords: string
  faultOf: (text: string) => string | null
  onSave: (text: string) => Promise<unknown>
  onRemove: () => Promise<unknown>
  status?: ReactNode
}) {
  const stored = useQuery({ queryKey, queryFn: read })
  const [edited, setEdited] = useState<string | null>(null)
  const settle = async () => {
    await stored.refetch()
    setEdited(null)
  }
  const save = useMutation({ mutationFn: onSave, onSuccess: settle })
  const remove = useMutation({ mutationFn: onRemove, onSuccess: settle })
  const text = edited ?? stored.data ?? ''
  const fault = text.trim() === '' ? null : faultOf(text)
  const change = (next: string | null) => {
    setEdited(next)
    save.reset()
    remove.reset()
  }
  return (
    <Setting title={title} about={about}>
      {stored.isPending && <Waiting><Skeleton height={120} /></Waiting>}
      {stored.isError && <Fault error={stored.error} />}
      {stored.data !== undefined && (
        <Stack gap={10}>
          {status}
          <Textarea aria-label={`${title} as JSON`} value={text} autosize minRows={4} maxRows={22} spellCheck={false} autoComplete="off" className={classes.json ?? ''}
            placeholder={`No ${name}. Type one, or begin with the example.`} error={edited === null ? null : fault} onChange={(event) => change(event.currentTarget.value)} />
          {save.isError && <Fault error={save.error} title={`The ${name} was not saved`} />}
          {remove.isError && <Fault error={remove.error} />}
          <Group gap={8}>
            {edited !== null && text.trim() !== '' && <Button size="xs" loading={save.isPending} disabled={fault !== null} onClick={() => save.mutate(text)}>Save the {name}</Button>}
            {edited !== null && <Button size="xs" variant="subtle" color="gray" onClick={() => change(null)}>Undo</Button>}
            {text.trim() === '' && <Button size="xs" variant="default" onClick={() => change(example)}>{exampleWords}</Button>}
            {stored.data !== null && <Button size="xs" variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>Remove the {name}</Button>}
          </Group>
        </Stack>
      )}
    </Setting>
  )
}
