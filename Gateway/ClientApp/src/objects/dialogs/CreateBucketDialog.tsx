import { Button, Checkbox, Group, List, Modal, Stack, Text, TextInput } from '@mantine/core'
import { IconCheck, IconPoint, IconX } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { newId } from '../../ui/ids'
import { currentSession } from '../../ui/session'
import { Fault } from '../../ui/states'
import { rootOf } from '../address'
import { createBucket, setVersioning } from '../api'
import { bucketFault, bucketRules } from '../bucketNames'
import { useRefresh } from '../data'
import { start } from '../jobs/jobs'
import { sampling } from '../jobs/sample'
import { goTo } from '../place'
import classes from './dialogs.module.css'

/** Makes a bucket, tells the rules of its name while it is typed, and goes there. */
export function CreateBucketDialog({ opened, withSample, onClose }: { opened: boolean; withSample: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Create a bucket">
      <CreateBucketForm withSample={withSample} onClose={onClose} />
    </Modal>
  )
}

const suggestion = (): string => `sample-${(currentSession()?.handle ?? '').toLowerCase().replaceAll(/[^a-z0-9]/g, '')}-${newId().slice(0, 6)}`.replace('--', '-')

function CreateBucketForm({ withSample, onClose }: { withSample: boolean; onClose: () => void }) {
  const refresh = useRefresh()
  const [name, setName] = useState(() => (withSample ? suggestion() : ''))
  const [keepsVersions, setKeepsVersions] = useState(false)
  const [fills, setFills] = useState(withSample)
  const [isTold, setTold] = useState(false)
  const create = useMutation({
    mutationFn: async () => {
      await createBucket(name)
      if (keepsVersions) await setVersioning(name, 'Enabled')
    },
    onSuccess: async () => {
      if (fills) void start(sampling(name, ''))
      await refresh.buckets()
      onClose()
      goTo(rootOf(name))
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTold(true)
    if (bucketFault(name) === null) create.mutate()
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput label="Name" value={name} maxLength={63} data-autofocus autoCapitalize="none" autoComplete="off" spellCheck={false}
          description="It is a part of the address of every object in it and cannot be changed. Nobody else here can have the same."
          error={isTold && bucketFault(name) !== null} onChange={(event) => { setName(event.currentTarget.value); create.reset() }} />
        <List spacing={3} size="sm" aria-label="Rules for the name" className={classes.rules ?? ''} listStyleType="none">
          {bucketRules.map(({ words, holds }) => <Rule key={words} words={words} state={name === '' && !isTold ? 'open' : holds(name) ? 'holds' : 'broken'} />)}
        </List>
        <Checkbox label="Keep older versions" description="Whatever is replaced or deleted can be brought back. It takes room." checked={keepsVersions}
          onChange={(event) => setKeepsVersions(event.currentTarget.checked)} />
        <Checkbox label="Fill with sample data" description="Some pictures, texts, tables and logs to look around in." checked={fills}
          onChange={(event) => setFills(event.currentTarget.checked)} />
        {create.isError && <Fault error={create.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>Cancel</Button>
          <Button type="submit" loading={create.isPending}>Create</Button>
        </Group>
      </Stack>
    </form>
  )
}

function Rule({ words, state }: { words: string; state: 'open' | 'holds' | 'broken' }) {
  const Icon = state === 'open' ? IconPoint : state === 'holds' ? IconCheck : IconX
  return (
    <List.Item icon={<Icon size={15} aria-hidden className={state === 'open' ? classes.open : state === 'holds' ? classes.holds : classes.broken} />}>
      <Text span size="xs" c={state === 'broken' ? 'var(--mantine-color-error)' : 'dimmed'}>{words}{state === 'broken' && <span className={classes.unseen}> (not yet)</span>}</Text>
    </List.Item>
  )
}
