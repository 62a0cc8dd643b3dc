import { Button, SegmentedControl, Skeleton } from '@mantine/core'
import { IconArrowLeft, IconBucketOff } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useActions } from '../../ui/actions'
import { Refusal } from '../../ui/http'
import { PageHeader } from '../../ui/PageHeader'
import { navigate } from '../../ui/router'
import { Empty, Fault, Waiting } from '../../ui/states'
import { type Place, rootOf } from '../address'
import { bucketTags, setBucketTags, setVersioning } from '../api'
import { useRefresh, useVersioning } from '../data'
import { DeleteBucketDialog } from '../dialogs/DeleteBucketDialog'
import { goTo } from '../place'
import { TagEditor } from '../TagEditor'
import classes from './BucketSettings.module.css'
import { CorsSetting } from './CorsSetting'
import { PolicySetting } from './PolicySetting'
import { PublicAccessSetting } from './PublicAccessSetting'
import { Setting } from './Setting'
import { UnfinishedUploads } from './UnfinishedUploads'

const TAGS_MAX = 50

/** How a bucket is set up. Each part is read and saved by itself. */
export function BucketSettings({ place: { bucket } }: { place: Place }) {
  const versioning = useVersioning(bucket)
  const [ending, setEnding] = useState<'delete' | 'empty' | null>(null)
  const back = () => goTo(rootOf(bucket))
  useActions([
    { id: 'up', group: 'Objects', label: 'Back to the objects', keys: 'Backspace', run: back },
    { id: 'empty', group: 'Objects', label: 'Empty the bucket', run: () => setEnding('empty') },
    { id: 'delete', group: 'Objects', label: 'Delete the bucket', run: () => setEnding('delete') },
  ])
  if (versioning.error instanceof Refusal && versioning.error.code === 'NoSuchBucket') {
    return (
      <Empty icon={IconBucketOff} title={`There is no bucket ${bucket}`} action={<Button onClick={() => navigate('/objects')}>Show your buckets</Button>}>
        It was deleted, or never there.
      </Empty>
    )
  }
  return (
    <div className={classes.page}>
      <PageHeader title={`Settings of ${bucket}`} state="Who may use the bucket, and what it keeps."
        action={<Button variant="default" leftSection={<IconArrowLeft size={16} aria-hidden />} onClick={back}>Objects</Button>} />
      <div className={classes.settings}>
        <Versioning bucket={bucket} />
        <PublicAccessSetting bucket={bucket} />
        <PolicySetting bucket={bucket} />
        <CorsSetting bucket={bucket} />
        <Tags bucket={bucket} />
        <UnfinishedUploads bucket={bucket} />
        <Setting title="Empty or delete" about="Emptying deletes every object and all versions. Only an empty bucket can be deleted; then anybody may take its name.">
          <div className={classes.buttons}>
            <Button size="xs" variant="default" onClick={() => setEnding('empty')}>Empty it…</Button>
            <Button size="xs" color="red" bg="var(--sell-fill)" onClick={() => setEnding('delete')}>Delete the bucket…</Button>
          </div>
        </Setting>
      </div>
      <DeleteBucketDialog bucket={ending === null ? null : bucket} purpose={ending ?? 'delete'} onClose={() => setEnding(null)} />
    </div>
  )
}

function Versioning({ bucket }: { bucket: string }) {
  const state = useVersioning(bucket)
  const refresh = useRefresh()
  const set = useMutation({ mutationFn: (status: 'Enabled' | 'Suspended') => setVersioning(bucket, status), onSuccess: () => refresh.object(bucket) })
  return (
    <Setting title="Versioning" about="With it on, whatever is replaced or deleted is kept as an older version and can be brought back. Once on it can only be suspended: what was kept stays.">
      {state.isPending && <Waiting><Skeleton height={34} width={260} /></Waiting>}
      {state.isError && <Fault error={state.error} />}
      {state.data !== undefined && (
        <SegmentedControl aria-label="Versioning" value={state.data} disabled={set.isPending}
          onChange={(value) => { if (value === 'Enabled' || value === 'Suspended') set.mutate(value) }}
          data={[...(state.data === 'never' ? [{ value: 'never', label: 'Off' }] : [{ value: 'Suspended', label: 'Suspended' }]), { value: 'Enabled', label: 'On' }]} />
      )}
      {set.isError && <Fault error={set.error} />}
    </Setting>
  )
}

function Tags({ bucket }: { bucket: string }) {
  const key = ['objects', 'rows', bucket, 'tags']
  const tags = useQuery({ queryKey: key, queryFn: () => bucketTags(bucket) })
  return (
    <Setting title="Tags" about={`Up to ${TAGS_MAX} names with values, of the bucket itself.`}>
      {tags.isPending && <Waiting><Skeleton height={34} /></Waiting>}
      {tags.isError && <Fault error={tags.error} />}
      {tags.data !== undefined && (
        <TagEditor key={JSON.stringify(tags.data)} tags={tags.data} max={TAGS_MAX} onSave={async (edited) => { await setBucketTags(bucket, edited); await tags.refetch() }} />
      )}
    </Setting>
  )
}
