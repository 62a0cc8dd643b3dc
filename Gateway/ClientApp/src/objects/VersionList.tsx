import { Badge, Button, Group, Modal, Skeleton, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Moment } from '../ui/Moment'
import { Fault, Waiting } from '../ui/states'
import { deleteObject, setVersioning } from './api'
import { download, restore, tell, undelete } from './commands'
import { useRefresh, useVersioning, useVersions } from './data'
import type { Version } from './shapes'
import classes from './VersionList.module.css'
import { sizeWords } from './words'

/** All versions of one object, newest first, with what can be done with each. */
export function VersionList({ bucket, objectKey, shown, onShow }: {
  bucket: string
  objectKey: string
  shown: string | null
  onShow: (version: string | null) => void
}) {
  const pages = useVersions(bucket, objectKey)
  const kept = useVersioning(bucket)
  const refresh = useRefresh()
  const [ending, setEnding] = useState<Version | null>(null)
  const act = useMutation({ mutationFn: (action: () => Promise<unknown>) => action(), onSettled: () => refresh.object(bucket) })
  const turnOn = useMutation({ mutationFn: () => setVersioning(bucket, 'Enabled'), onSuccess: () => refresh.object(bucket) })
  if (pages.isPending) return <Waiting><Stack gap={8}>{[0, 1, 2].map((row) => <Skeleton key={row} height={58} />)}</Stack></Waiting>
  if (pages.isError) return <Fault error={pages.error} />
  const list = pages.data.pages.flatMap(({ versions }) => versions)
  return (
    <>
      {kept.data !== undefined && kept.data !== 'Enabled' && (
        <div className={classes.off}>
          <Text size="sm">{kept.data === 'never' ? 'This bucket keeps no older versions.' : 'This bucket keeps no new versions any more.'} With versioning on, whatever is replaced or deleted can be brought back.</Text>
          <Button size="compact-sm" variant="light" loading={turnOn.isPending} onClick={() => turnOn.mutate()}>Turn versioning on</Button>
          {turnOn.isError && <Fault error={turnOn.error} />}
        </div>
      )}
      {act.isError && <Fault error={act.error} />}
      <ol className={classes.versions}>
        {list.map((version) => (
          <li key={version.versionId} className={classes.version} data-shown={version.isLatest ? shown === null : shown === version.versionId}>
            <div className={classes.what}>
              <Moment ms={version.modifiedAt} as="short" />
              {version.isLatest && <Badge size="sm" variant="light" color="gray" tt="none" c="var(--mantine-color-text)">Newest</Badge>}
              {version.isDeleteMarker && <Badge size="sm" variant="light" color="red" tt="none" c="var(--sell)" bg="var(--sell-tint)">Deleted here</Badge>}
              {!version.isDeleteMarker && <span className={classes.size}>{sizeWords(version.bytes)}</span>}
            </div>
            <Text size="xs" c="dimmed" className={classes.id}>{version.versionId}</Text>
            <Group gap={6} mt={6}>
              {version.isDeleteMarker
                ? version.isLatest && <Button size="compact-xs" variant="default" loading={act.isPending} onClick={() => act.mutate(async () => { await undelete(bucket, version); tell('The object is back.') })}>Undo the deletion</Button>
                : (
                  <>
                    <Button size="compact-xs" variant="default" onClick={() => onShow(version.isLatest ? null : version.versionId)}>Show</Button>
                    <Button size="compact-xs" variant="default" onClick={() => void download([{ bucket, key: objectKey, versionId: version.versionId }])}>Download</Button>
                    {!version.isLatest && (
                      <Button size="compact-xs" variant="default" loading={act.isPending}
                        onClick={() => act.mutate(async () => { await restore(bucket, version); onShow(null); tell('A copy of this version is the newest now.') })}>Restore</Button>
                    )}
                  </>
                )}
              <Button size="compact-xs" variant="default" onClick={() => setEnding(version)}>Delete…</Button>
            </Group>
          </li>
        ))}
      </ol>
      {pages.hasNextPage && <Button fullWidth mt="sm" variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>Show older</Button>}
      <Modal opened={ending !== null} onClose={() => setEnding(null)} title={ending?.isDeleteMarker ? 'Delete the delete marker' : 'Delete this version for good'}>
        {ending !== null && (
          <Stack gap="md">
            <Text size="sm">
              {ending.isDeleteMarker
                ? ending.isLatest ? 'Then the version before it is the newest, and the object is there again.' : 'It only tells that the object was deleted then; nothing is lost.'
                : <>The version of <Moment ms={ending.modifiedAt} as="short" /> ({sizeWords(ending.bytes)}) cannot be brought back afterwards.</>}
            </Text>
            <Group justify="flex-end">
              <Button variant="default" data-autofocus onClick={() => setEnding(null)}>Keep it</Button>
              <Button color="red" bg="var(--sell-fill)" loading={act.isPending} onClick={() => {
                act.mutate(() => deleteObject({ bucket, key: objectKey, versionId: ending.versionId }))
                if (shown === ending.versionId) onShow(null)
                setEnding(null)
              }}>Delete</Button>
            </Group>
          </Stack>
        )}
      </Modal>
    </>
  )
}
