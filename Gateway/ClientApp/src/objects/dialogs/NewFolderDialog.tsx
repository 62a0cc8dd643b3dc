import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Refusal } from '../../ui/http'
import { Fault } from '../../ui/states'
import { rootOf } from '../address'
import { isThere, putText } from '../api'
import { useRefresh } from '../data'
import { nameFault } from '../keys'
import { goTo } from '../place'

/** A folder is there as long as something is in it; an empty one needs an object that stands for it. */
export function NewFolderDialog({ bucket, prefix, opened, onClose }: { bucket: string; prefix: string; opened: boolean; onClose: () => void }) {
  return <Modal opened={opened} onClose={onClose} title="New folder"><NewFolderForm bucket={bucket} prefix={prefix} onClose={onClose} /></Modal>
}

function NewFolderForm({ bucket, prefix, onClose }: { bucket: string; prefix: string; onClose: () => void }) {
  const refresh = useRefresh()
  const [name, setName] = useState('')
  const [isTold, setTold] = useState(false)
  const key = `${prefix}${name}/`
  const make = useMutation({
    mutationFn: async () => {
      if (await isThere(bucket, key)) throw new Refusal('FolderExists', 409, 'There is a folder of this name already.')
      await putText(bucket, key, '', 'application/x-directory')
    },
    onSuccess: async () => {
      await refresh.rows(bucket)
      onClose()
      goTo({ ...rootOf(bucket), prefix: key })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTold(true)
    if (nameFault(name, prefix) === null) make.mutate()
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput label="Name" value={name} data-autofocus autoComplete="off" spellCheck={false} maxLength={1024} error={isTold ? nameFault(name, prefix) : null}
          description="S3 has no folders: an empty object whose key ends in a slash stands for it." onChange={(event) => { setName(event.currentTarget.value); make.reset() }} />
        {make.isError && <Fault error={make.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>Cancel</Button>
          <Button type="submit" loading={make.isPending}>Make the folder</Button>
        </Group>
      </Stack>
    </form>
  )
}
