import { Badge, Button, Group, Modal, Skeleton, Stack, Text } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Moment } from '../ui/Moment'
import { Empty, Fault, Waiting } from '../ui/states'
import classes from './AccountPage.module.css'
import { type Credential, credentials, revokeCredential } from './api'
import { kinds } from './kinds'

/** The account's keys, oldest first, each with the way to end it. */
export function CredentialList({ onMake }: { onMake: () => void }) {
  const list = useQuery({ queryKey: ['credentials'], queryFn: credentials })
  const [ending, setEnding] = useState<Credential | null>(null)
  if (list.isPending) return <Waiting><Stack gap="xs" mt="sm"><Skeleton height={44} /><Skeleton height={44} /></Stack></Waiting>
  if (list.isError) return <Fault error={list.error} />
  if (list.data.length === 0) {
    return (
      <Empty icon={IconKey} title="No keys yet" action={<Button variant="light" onClick={onMake}>Make the first key</Button>}>
        You need one only to let another program in. This page and the others work without.
      </Empty>
    )
  }
  return (
    <>
      <ul className={classes.rows}>
        {list.data.map((credential) => (
          <li key={credential.id} className={classes.row}>
            <div className={classes.what}>
              <Group gap={8}>
                <Text fw={600} size="sm">{credential.label || 'Without a label'}</Text>
                <Badge variant="light" color="gray" tt="none" c="var(--mantine-color-text)">{kinds[credential.kind]?.name ?? credential.kind}</Badge>
                {credential.scopes.map((scope) => <Text key={scope} size="xs" c="dimmed">{scope}</Text>)}
              </Group>
              <div className={classes.id}>{credential.id}</div>
              <Text size="xs" c="dimmed">Made <Moment ms={Date.parse(credential.createdAt)} as="day" /></Text>
            </div>
            <Button variant="default" size="xs" onClick={() => setEnding(credential)} aria-label={`Revoke ${credential.label || credential.id}`}>Revoke</Button>
          </li>
        ))}
      </ul>
      <RevokeDialog credential={ending} onClose={() => setEnding(null)} />
    </>
  )
}

function RevokeDialog({ credential, onClose }: { credential: Credential | null; onClose: () => void }) {
  const queries = useQueryClient()
  const revoke = useMutation({
    mutationFn: revokeCredential,
    onSuccess: () => {
      onClose()
      return queries.invalidateQueries({ queryKey: ['credentials'] })
    },
  })
  return (
    <Modal opened={credential !== null} onClose={() => { revoke.reset(); onClose() }} title="Revoke this key?">
      <Stack gap="md">
        <Text size="sm">
          Programs that use “{credential?.label || credential?.id}” are shut out at once and for good. You can make another key at any time.
        </Text>
        {revoke.isError && <Fault error={revoke.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>Keep it</Button>
          <Button color="red" bg="var(--sell-fill)" loading={revoke.isPending} onClick={() => credential !== null && revoke.mutate(credential.id)}>Revoke</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
