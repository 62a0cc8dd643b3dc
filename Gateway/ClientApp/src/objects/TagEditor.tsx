import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Fault } from '../ui/states'
import type { Tag } from './shapes'
import classes from './TagEditor.module.css'

const KEY_MAX = 128
const VALUE_MAX = 256

/** Names and values that a person gives, saved together. */
export function TagEditor({ tags, max, onSave }: { tags: readonly Tag[]; max: number; onSave: (tags: readonly Tag[]) => Promise<unknown> }) {
  const [edited, setEdited] = useState<readonly Tag[] | null>(null)
  const save = useMutation({ mutationFn: onSave, onSuccess: () => setEdited(null) })
  const rows = edited ?? tags
  const change = (index: number, part: Partial<Tag>) => setEdited(rows.map((tag, i) => (i === index ? { ...tag, ...part } : tag)))
  const faultOf = ({ key }: Tag, index: number) =>
    key.trim() === '' ? 'Type a name.' : rows.some((other, i) => i < index && other.key === key) ? 'There is one of this name already.' : null
  const isWell = rows.every((tag, index) => faultOf(tag, index) === null)
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (isWell && edited !== null) save.mutate(edited) }}>
      <Stack gap={6}>
        {rows.length === 0 && <Text size="sm" c="dimmed">No tags. They group objects for policies and for people.</Text>}
        {rows.map((tag, index) => (
          <div key={index} className={classes.tag}>
            <TextInput size="xs" aria-label={`Name of tag ${index + 1}`} placeholder="Name" value={tag.key} maxLength={KEY_MAX}
              error={edited !== null && tag.key !== '' ? faultOf(tag, index) : null} onChange={(event) => change(index, { key: event.currentTarget.value })} />
            <TextInput size="xs" aria-label={`Value of tag ${index + 1}`} placeholder="Value" value={tag.value} maxLength={VALUE_MAX}
              onChange={(event) => change(index, { value: event.currentTarget.value })} />
            <ActionIcon variant="subtle" color="gray" aria-label={`Remove tag ${tag.key || index + 1}`} onClick={() => setEdited(rows.filter((_, i) => i !== index))}>
              <IconX size={16} />
            </ActionIcon>
          </div>
        ))}
        {save.isError && <Fault error={save.error} />}
        <Group gap={6}>
          <Button size="compact-sm" variant="default" leftSection={<IconPlus size={14} aria-hidden />} disabled={rows.length >= max}
            onClick={() => setEdited([...rows, { key: '', value: '' }])}>Add a tag</Button>
          {edited !== null && (
            <>
              <Button size="compact-sm" type="submit" loading={save.isPending} disabled={!isWell}>Save tags</Button>
              <Button size="compact-sm" variant="subtle" color="gray" onClick={() => { setEdited(null); save.reset() }}>Undo</Button>
            </>
          )}
        </Group>
      </Stack>
    </form>
  )
}
