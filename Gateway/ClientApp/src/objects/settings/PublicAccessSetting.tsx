import { Button, Group, Skeleton, Stack, Switch } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Fault, Waiting } from '../../ui/states'
import { publicAccessBlock, setPublicAccessBlock } from '../api'
import type { PublicAccessBlock } from '../shapes'
import { Setting } from './Setting'

const PARTS: readonly { name: keyof PublicAccessBlock; label: string; about: string }[] = [
  { name: 'BlockPublicAcls', label: 'Refuse new public access lists', about: 'Whoever writes an object cannot make it public by its access list.' },
  { name: 'IgnorePublicAcls', label: 'Ignore public access lists', about: 'Those that are there count for nothing.' },
  { name: 'BlockPublicPolicy', label: 'Refuse a public policy', about: 'No policy can be saved that lets everybody in.' },
  { name: 'RestrictPublicBuckets', label: 'Close the bucket if its policy is public', about: 'Then only the owner gets in.' },
]

/** Four locks against letting everybody in by mistake. */
export function PublicAccessSetting({ bucket }: { bucket: string }) {
  const block = useQuery({ queryKey: ['objects', 'rows', bucket, 'public-access'], queryFn: () => publicAccessBlock(bucket) })
  const [edited, setEdited] = useState<PublicAccessBlock | null>(null)
  const save = useMutation({
    mutationFn: (next: PublicAccessBlock) => setPublicAccessBlock(bucket, next),
    onSuccess: async () => {
      await block.refetch()
      setEdited(null)
    },
  })
  const shown = edited ?? block.data
  return (
    <Setting title="Public access" about="Locks against letting everybody in by mistake. They win over policies and access lists.">
      {block.isPending && <Waiting><Stack gap={10}>{PARTS.map(({ name }) => <Skeleton key={name} height={38} />)}</Stack></Waiting>}
      {block.isError && <Fault error={block.error} />}
      {shown !== undefined && (
        <Stack gap={12}>
          <Switch label="All four" fw={600} checked={PARTS.every(({ name }) => shown[name])} onChange={(event) => {
            const isOn = event.currentTarget.checked
            setEdited({ BlockPublicAcls: isOn, IgnorePublicAcls: isOn, BlockPublicPolicy: isOn, RestrictPublicBuckets: isOn })
          }} />
          {PARTS.map(({ name, label, about }) => (
            <Switch key={name} label={label} description={about} checked={shown[name]} onChange={(event) => setEdited({ ...shown, [name]: event.currentTarget.checked })} />
          ))}
          {save.isError && <Fault error={save.error} />}
          {edited !== null && (
            <Group gap={8}>
              <Button size="xs" loading={save.isPending} onClick={() => save.mutate(edited)}>Save</Button>
              <Button size="xs" variant="subtle" color="gray" onClick={() => { setEdited(null); save.reset() }}>Undo</Button>
            </Group>
          )}
        </Stack>
      )}
    </Setting>
  )
}
