import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Refusal } from '../../ui/http'
import { navigate } from '../../ui/router'
import { Fault } from '../../ui/states'
import { deleteBucket } from '../api'
import { tell } from '../commands'
import { useRefresh } from '../data'
import { start } from '../jobs/jobs'
import { emptying } from '../jobs/remove'

/** Deletes a bucket if it is empty. If it is not, it can be emptied first, which asks for its name: nothing brings it back. */
export function DeleteBucketDialog({ bucket, purpose, onClose }: { bucket: string | null; purpose: 'delete' | 'empty'; onClose: () => void }) {
  return (
    <Modal opened={bucket !== null} onClose={onClose} title={purpose === 'empty' ? 'Empty the bucket' : 'Delete the bucket'}>
      {bucket !== null && (purpose === 'empty' ? <EmptyFirst bucket={bucket} then="keep" onClose={onClose} /> : <DeleteEmpty bucket={bucket} onClose={onClose} />)}
    </Modal>
  )
}

function DeleteEmpty({ bucket, onClose }: { bucket: string; onClose: () => void }) {
  const refresh = useRefresh()
  const end = useMutation({
    mutationFn: () => deleteBucket(bucket),
    onSuccess: async () => {
      leave(bucket)
      onClose()
      tell(`The bucket ${bucket} is deleted.`)
      await refresh.buckets()
    },
  })
  if (end.error instanceof Refusal && end.error.code === 'BucketNotEmpty') return <EmptyFirst bucket={bucket} then="delete" onClose={onClose} />
  return (
    <Stack gap="md">
      <Text size="sm">Only an empty bucket can be deleted. Afterwards anybody may take the name <strong>{bucket}</strong>.</Text>
      {end.isError && <Fault error={end.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>Keep it</Button>
        <Button color="red" bg="var(--sell-fill)" data-autofocus loading={end.isPending} onClick={() => end.mutate()}>Delete the bucket</Button>
      </Group>
    </Stack>
  )
}

function EmptyFirst({ bucket, then, onClose }: { bucket: string; then: 'keep' | 'delete'; onClose: () => void }) {
  const [typed, setTyped] = useState('')
  const begin = () => {
    onClose()
    void start(emptying(bucket, then)).then((isDone) => { if (isDone && then === 'delete') leave(bucket) })
  }
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (typed === bucket) begin() }}>
      <Stack gap="md">
        <Text size="sm">
          {then === 'delete' && 'The bucket is not empty. '}
          Emptying it deletes every object, all older versions and unfinished uploads. Nothing brings them back.
        </Text>
        <TextInput label={`Type ${bucket} to go on`} value={typed} data-autofocus autoComplete="off" spellCheck={false} onChange={(event) => setTyped(event.currentTarget.value)} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>Keep it</Button>
          <Button type="submit" color="red" bg="var(--sell-fill)" c="white" disabled={typed !== bucket}>{then === 'delete' ? 'Empty it and delete it' : 'Empty it'}</Button>
        </Group>
      </Stack>
    </form>
  )
}

/** A page of a bucket that is gone is of no use. */
function leave(bucket: string): void {
  if (window.location.pathname === `/objects/${encodeURIComponent(bucket)}`) navigate('/objects')
}
