import { ActionIcon, Button, Code, CopyButton, Group, Modal, Skeleton, Stack, Text, TextInput, Tooltip } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import {
  IconBucket, IconCheck, IconCopy, IconEraser, IconFolderOpen, IconPlus, IconSearch, IconSettings, IconSparkles, IconTrash,
} from '@tabler/icons-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useActions } from '../ui/actions'
import type { Column } from '../ui/DataTable'
import { Moment } from '../ui/Moment'
import { PageHeader } from '../ui/PageHeader'
import { Panel } from '../ui/Panel'
import { Link } from '../ui/router'
import { Empty, Fault, Waiting } from '../ui/states'
import { addressOf, rootOf } from './address'
import classes from './BucketList.module.css'
import { bucketFault } from './bucketNames'
import { useBuckets, useEndpoint } from './data'
import { CreateBucketDialog } from './dialogs/CreateBucketDialog'
import { DeleteBucketDialog } from './dialogs/DeleteBucketDialog'
import { Grid } from './Grid'
import { type MenuAt, type MenuEntry, RowMenu } from './menu'
import { MoreButton } from './MoreButton'
import page from './ObjectsPage.module.css'
import { goTo } from './place'
import type { Bucket } from './shapes'
import { countWords } from './words'

const idOf = ({ name }: Bucket): string => name

/** Every bucket that one has, and how other programs get at them. */
export function BucketList() {
  const buckets = useBuckets()
  const isNarrow = useMediaQuery('(max-width: 999px)', undefined, { getInitialValueInEffect: false })
  const isPhone = useMediaQuery('(max-width: 820px)', undefined, { getInitialValueInEffect: false })
  const [creating, setCreating] = useState<'empty' | 'sample' | null>(null)
  const [ending, setEnding] = useState<{ bucket: string; purpose: 'delete' | 'empty' } | null>(null)
  const [isTelling, setTelling] = useState(false)
  const [wanted, setWanted] = useState('')
  const [cursor, setCursor] = useState<string | null>(null)
  const [menu, setMenu] = useState<MenuAt<Bucket> | null>(null)
  const box = useRef<HTMLDivElement>(null)
  const search = useRef<HTMLInputElement>(null)
  const all = buckets.data ?? []
  const shown = all.filter(({ name }) => name.includes(wanted.trim().toLowerCase()))
  const atCursor = shown.find(({ name }) => name === cursor)
  const openMenu = useCallback((row: Bucket, x: number, y: number) => setMenu({ row, x, y }), [])
  useActions([
    { id: 'create', group: 'Objects', label: 'Create a bucket', keys: 'n', run: () => setCreating('empty') },
    { id: 'programs', group: 'Objects', label: 'How other programs get in', run: () => setTelling(true) },
    { id: 'sample', group: 'Objects', label: 'Create a bucket with sample data', run: () => setCreating('sample') },
    { id: 'find', group: 'Objects', label: 'Find a bucket', keys: '/', run: () => search.current?.focus() },
    { id: 'rows', group: 'Objects', label: 'Walk through the buckets', keys: 'ArrowUp ArrowDown', isLocal: true, run: () => undefined },
    { id: 'open', group: 'Objects', label: 'Open the bucket', keys: 'Enter', isLocal: true, run: () => undefined },
    ...(atCursor === undefined ? [] : [{
      id: 'delete', group: 'Objects', label: `Delete the bucket ${atCursor.name}`, keys: 'Delete', run: () => setEnding({ bucket: atCursor.name, purpose: 'delete' }),
    }]),
    ...all.map(({ name }) => ({ id: `bucket-${name}`, group: 'Buckets', label: name, run: () => goTo(rootOf(name)) })),
  ])
  const entriesOf = ({ name }: Bucket): (MenuEntry | 'line')[] => [
    { label: 'Open', icon: <IconFolderOpen size={16} />, run: () => goTo(rootOf(name)), keys: 'Enter' },
    { label: 'Settings', icon: <IconSettings size={16} />, run: () => goTo({ ...rootOf(name), view: 'settings' }) },
    'line',
    { label: 'Empty it…', icon: <IconEraser size={16} />, run: () => setEnding({ bucket: name, purpose: 'empty' }), isGrave: true },
    { label: 'Delete…', icon: <IconTrash size={16} />, run: () => setEnding({ bucket: name, purpose: 'delete' }), keys: 'Delete', isGrave: true },
  ]
  const columns = useMemo((): Column<Bucket>[] => [
    {
      name: 'Name', width: 'minmax(0, 1fr)',
      cell: ({ name }) => (
        <span className={classes.name}>
          <IconBucket size={18} stroke={1.6} aria-hidden className={classes.icon} />
          <Link href={addressOf(rootOf(name))} tabIndex={-1} className={classes.link}>{name}</Link>
        </span>
      ),
    },
    { name: 'Created', width: '120px', cell: ({ createdAt }) => <Moment ms={createdAt} as="day" /> },
    {
      name: '', width: '28px',
      cell: (bucket) => <MoreButton name={bucket.name} onOpen={(x, y) => openMenu(bucket, x, y)} />,
    },
  ], [openMenu])
  return (
    <>
      <PageHeader title="Objects" state={buckets.data === undefined ? 'Buckets of files with versions.' : all.length === 0 ? 'You have no buckets yet.' : `You have ${countWords(all.length, 'bucket')}.`}
        action={<Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating('empty')}>Create a bucket</Button>} />
      <div className={page.panes}>
        <Panel title="Buckets" className={page.list ?? ''} tools={all.length > 0 && (
          <TextInput ref={search} size="xs" placeholder="Find a bucket" aria-label="Find a bucket" value={wanted} leftSection={<IconSearch size={14} aria-hidden />}
            onChange={(event) => setWanted(event.currentTarget.value)} onKeyDown={(event) => { if (event.key === 'Enter') box.current?.focus() }} />
        )}>
          {buckets.isPending && <Waiting><Stack gap={10} p={14}>{[0, 1, 2, 3, 4].map((row) => <Skeleton key={row} height={24} />)}</Stack></Waiting>}
          {buckets.isError && <div className={classes.fault}><Fault error={buckets.error} title="The buckets could not be read" /></div>}
          {buckets.data !== undefined && all.length === 0 && (
            <Empty icon={IconBucket} title="No buckets yet" action={(
              <Group gap="xs" justify="center">
                <Button onClick={() => setCreating('empty')}>Create the first bucket</Button>
                <Button variant="default" leftSection={<IconSparkles size={16} aria-hidden />} onClick={() => setCreating('sample')}>One with sample data</Button>
              </Group>
            )}>
              A bucket holds files of any size, each under a name that you choose. Programs that speak S3 use the same buckets.
            </Empty>
          )}
          {all.length > 0 && (
            <Grid label="Buckets" columns={columns} rows={shown} idOf={idOf} nameOf={idOf} isNarrow={isPhone} cursor={cursor} onCursor={setCursor} box={box}
              onOpen={({ name }) => goTo(rootOf(name))} onMenu={openMenu}
              foot={shown.length === 0 ? <NoneOfThatName wanted={wanted.trim().toLowerCase()} /> : undefined} />
          )}
        </Panel>
        {!isNarrow && <Panel title="Other programs" className={classes.programs}><OtherPrograms /></Panel>}
      </div>
      {isNarrow && <Button variant="subtle" color="gray" size="sm" className={classes.below ?? ''} onClick={() => setTelling(true)}>How other programs get in</Button>}
      <Modal opened={isTelling} onClose={() => setTelling(false)} title="Other programs"><OtherPrograms /></Modal>
      <RowMenu at={menu} entriesOf={entriesOf} onClose={() => { setMenu(null); box.current?.focus() }} />
      <CreateBucketDialog opened={creating !== null} withSample={creating === 'sample'} onClose={() => setCreating(null)} />
      <DeleteBucketDialog bucket={ending?.bucket ?? null} purpose={ending?.purpose ?? 'delete'} onClose={() => setEnding(null)} />
    </>
  )
}

/** Others' buckets are in no list, but who knows the name of one may be let in. */
function NoneOfThatName({ wanted }: { wanted: string }) {
  return (
    <Stack gap={8} p="md" align="flex-start">
      <Text size="sm" c="dimmed">No bucket of yours has “{wanted}” in its name.</Text>
      {bucketFault(wanted) === null && <Button size="xs" variant="default" onClick={() => goTo(rootOf(wanted))}>Open somebody else’s bucket {wanted}</Button>}
    </Stack>
  )
}

/** How an S3 client is told where this is. */
function OtherPrograms() {
  const endpoint = useEndpoint()
  return (
    <div className={classes.words}>
      <Text size="sm">Anything that speaks S3 works with these buckets: aws, rclone, restic, s3cmd, s3fs, the AWS SDKs.</Text>
      {endpoint.isError && <Fault error={endpoint.error} />}
      {endpoint.data !== undefined && (
        <>
          <Known name="Endpoint" value={endpoint.data.url} />
          <Known name="Region" value={endpoint.data.region} />
          <Text size="sm">Keys are made on the page <Link href="/account" className={classes.anchor}>Account</Link>. Then, for one:</Text>
          <Code block className={classes.code ?? ''} tabIndex={0}>{`aws configure\naws --endpoint-url ${endpoint.data.url} s3 ls`}</Code>
        </>
      )}
    </div>
  )
}

function Known({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <Text size="xs" c="dimmed">{name}</Text>
      <Group gap={4} wrap="nowrap">
        <code className={classes.value}>{value}</code>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? 'Copied' : 'Copy'}>
              <ActionIcon variant="subtle" color="gray" size="sm" onClick={copy} aria-label={`Copy the ${name.toLowerCase()}`}>{copied ? <IconCheck size={14} /> : <IconCopy size={14} />}</ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </Group>
    </div>
  )
}
