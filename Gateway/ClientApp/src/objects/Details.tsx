import { ActionIcon, Button, CopyButton, Drawer, Group, Skeleton, Stack, Tabs, Text, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy, IconDownload, IconLink, IconMaximize, IconPencil, IconTrash, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Moment } from '../ui/Moment'
import { Frame } from '../ui/Panel'
import { Fault, Waiting } from '../ui/states'
import { type ObjectId, setObjectTags } from './api'
import { download } from './commands'
import { useHead, useObjectTags, useRefresh } from './data'
import classes from './Details.module.css'
import { nameOf } from './keys'
import { Preview } from './Preview'
import { TagEditor } from './TagEditor'
import { classWords, numberWords, sizeWords } from './words'
import { VersionList } from './VersionList'

const TAGS_MAX = 10
const CHECKSUMS = { crc32: 'CRC-32', crc32c: 'CRC-32C', crc64nvme: 'CRC-64/NVME', sha1: 'SHA-1', sha256: 'SHA-256' }

export interface ObjectActions {
  onShare: (id: ObjectId) => void
  onPreview: (id: ObjectId) => void
  onRename: (key: string) => void
  onDelete: (id: ObjectId) => void
  onVersion: (version: string | null) => void
  onClose: () => void
}

/** Everything about one object: beside the list where there is room, in its place where there is none. */
export function Details({ id, isNarrow, ...actions }: { id: ObjectId | null; isNarrow: boolean } & ObjectActions) {
  if (isNarrow) {
    return (
      <Drawer opened={id !== null} onClose={actions.onClose} position="right" size="100%" title={id === null ? '' : nameOf(id.key)} classNames={{ title: classes.name ?? '' }}>
        {id !== null && <Content key={id.key} id={id} {...actions} />}
      </Drawer>
    )
  }
  if (id === null) return null
  return (
    <Frame title={`Details of ${nameOf(id.key)}`} className={classes.pane}>
      <div className={classes.head}>
        <h2 className={classes.name} title={id.key}>{nameOf(id.key)}</h2>
        <ActionIcon variant="subtle" color="gray" aria-label="Close the details" onClick={actions.onClose}><IconX size={18} /></ActionIcon>
      </div>
      <Content key={id.key} id={id} {...actions} />
    </Frame>
  )
}

function Content({ id, ...actions }: { id: ObjectId } & ObjectActions) {
  return (
    <div className={classes.content}>
      <Group gap={6} className={classes.tools ?? ''}>
        <Button size="xs" px={11} leftSection={<IconDownload size={15} aria-hidden />} onClick={() => void download([id])}>Download</Button>
        <Button size="xs" px={11} variant="default" leftSection={<IconLink size={15} aria-hidden />} onClick={() => actions.onShare(id)}>Share</Button>
        <Tool label="Open the preview" onClick={() => actions.onPreview(id)}><IconMaximize size={16} /></Tool>
        {id.versionId === undefined && <Tool label="Rename" onClick={() => actions.onRename(id.key)}><IconPencil size={16} /></Tool>}
        <Tool label={id.versionId === undefined ? 'Delete' : 'Delete this version'} onClick={() => actions.onDelete(id)}><IconTrash size={16} /></Tool>
      </Group>
      {id.versionId !== undefined && (
        <div className={classes.old}>
          <Text size="xs">This is an older version.</Text>
          <Button size="compact-xs" variant="default" onClick={() => actions.onVersion(null)}>Show the newest</Button>
        </div>
      )}
      <Tabs defaultValue="about" keepMounted={false} className={classes.tabs ?? ''} classNames={{ panel: classes.panel ?? '' }}>
        <Tabs.List>
          <Tabs.Tab value="about">About</Tabs.Tab>
          <Tabs.Tab value="versions">Versions</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="about"><About key={id.versionId} id={id} /></Tabs.Panel>
        <Tabs.Panel value="versions"><VersionList bucket={id.bucket} objectKey={id.key} shown={id.versionId ?? null} onShow={actions.onVersion} /></Tabs.Panel>
      </Tabs>
    </div>
  )
}

function About({ id }: { id: ObjectId }) {
  const said = useHead(id)
  const tags = useObjectTags(id)
  const refresh = useRefresh()
  if (said.isPending) return <Waiting><Stack gap={10}>{[120, 20, 20, 20, 20].map((height, i) => <Skeleton key={i} height={height} />)}</Stack></Waiting>
  if (said.isError) return <Fault error={said.error} title="The object could not be read" />
  const bytes = Number(said.data.get('Content-Length') ?? 0)
  const metadata = [...said.data].filter(([name]) => name.startsWith('x-amz-meta-'))
  const etag = (said.data.get('ETag') ?? '').replaceAll('"', '')
  const parts = /-(\d+)$/.exec(etag)?.[1]
  return (
    <Stack gap={18}>
      <Preview id={id} />
      <Facts>
        <Fact name="Size"><span title={`${numberWords(bytes)} bytes`}>{sizeWords(bytes)}</span></Fact>
        <Fact name="Changed"><Moment ms={Date.parse(said.data.get('Last-Modified') ?? '') || 0} as="short" /></Fact>
        <Fact name="Type">{said.data.get('Content-Type') ?? 'not told'}</Fact>
        <Fact name="Storage class">{classWords(said.data.get('x-amz-storage-class') ?? '')}</Fact>
        <Fact name="Key" copy={id.key}>{id.key}</Fact>
        <Fact name="ETag" copy={etag}>{etag}{parts !== undefined && <Text span size="xs" c="dimmed"> ({parts} parts)</Text>}</Fact>
        {Object.entries(CHECKSUMS).map(([name, words]) => {
          const value = said.data.get(`x-amz-checksum-${name}`)
          return value === null ? null : <Fact key={name} name={words} copy={value}>{value}</Fact>
        })}
        {said.data.get('x-amz-version-id') !== null && <Fact name="Version" copy={said.data.get('x-amz-version-id') ?? ''}>{said.data.get('x-amz-version-id')}</Fact>}
        {['Cache-Control', 'Content-Disposition', 'Content-Encoding', 'Content-Language'].map((name) => {
          const value = said.data.get(name)
          return value === null ? null : <Fact key={name} name={name}>{value}</Fact>
        })}
      </Facts>
      <section aria-label="Metadata">
        <h3 className={classes.heading}>Metadata</h3>
        {metadata.length === 0
          ? <Text size="sm" c="dimmed">None. Programs give it when they write the object.</Text>
          : <Facts>{metadata.map(([name, value]) => <Fact key={name} name={name.slice('x-amz-meta-'.length)}>{value}</Fact>)}</Facts>}
      </section>
      <section aria-label="Tags">
        <h3 className={classes.heading}>Tags</h3>
        {tags.isError && <Fault error={tags.error} />}
        {tags.data !== undefined && (
          <TagEditor key={JSON.stringify(tags.data)} tags={tags.data} max={TAGS_MAX}
            onSave={async (edited) => { await setObjectTags(id, edited); await refresh.object(id.bucket) }} />
        )}
      </section>
    </Stack>
  )
}

const Facts = ({ children }: { children: ReactNode }) => <dl className={classes.facts}>{children}</dl>

function Fact({ name, copy, children }: { name: string; copy?: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>
        <span className={classes.value}>{children}</span>
        {copy !== undefined && (
          <CopyButton value={copy}>
            {({ copied, copy: take }) => (
              <Tooltip label={copied ? 'Copied' : 'Copy'}>
                <ActionIcon variant="subtle" color="gray" size="xs" onClick={take} aria-label={`Copy the ${name}`}>
                  {copied ? <IconCheck size={13} /> : <IconCopy size={13} />}
                </ActionIcon>
              </Tooltip>
            )}
          </CopyButton>
        )}
      </dd>
    </div>
  )
}

function Tool({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size={30} aria-label={label} onClick={onClick}>{children}</ActionIcon>
    </Tooltip>
  )
}
