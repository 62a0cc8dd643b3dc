import { Button, Menu, Skeleton, Stack } from '@mantine/core'
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks'
import { IconBucketOff, IconFile, IconFolder, IconUpload } from '@tabler/icons-react'
import { type HTMLAttributes, useEffect, useMemo, useRef, useState } from 'react'
import { Refusal } from '../ui/http'
import { PageHeader } from '../ui/PageHeader'
import { Frame } from '../ui/Panel'
import { navigate } from '../ui/router'
import { Empty, Fault, Waiting } from '../ui/states'
import { type Place, rootOf } from './address'
import type { ObjectId } from './api'
import { useBrowserActions } from './browserActions'
import classes from './Browser.module.css'
import { useRows, useVersioning } from './data'
import { Details } from './Details'
import { DeleteDialog } from './dialogs/DeleteDialog'
import { MoveDialog, type Moving } from './dialogs/MoveDialog'
import { NewFolderDialog } from './dialogs/NewFolderDialog'
import { ShareDialog } from './dialogs/ShareDialog'
import { changesTo, meaningOf } from './drag'
import { NothingHere } from './NothingHere'
import { ObjectList } from './ObjectList'
import page from './ObjectsPage.module.css'
import { goTo, goToInstead } from './place'
import { PreviewDialog } from './Preview'
import { chosen, idOf, nothing, type Selection } from './selection'
import type { Row } from './shapes'
import { ChosenBar, Toolbar } from './Toolbar'
import { type DropProps, Tree } from './Tree'
import { carriesFiles, dropped, pickedFrom } from './upload/files'
import { add } from './upload/queue'

/** What the person is asked at the moment. */
export type Asking =
  | { kind: 'folder' }
  | { kind: 'moving'; moving: Moving }
  | { kind: 'delete'; rows: readonly Row[] }
  | { kind: 'share' | 'preview'; id: ObjectId }

const FILTER_MS = 180
const REST_MS = 160

/** A bucket: its tree at the left, a folder's rows in the middle, one object's details at the right. */
export function Browser({ place }: { place: Place }) {
  const { bucket, prefix } = place
  const isNarrow = useMediaQuery('(max-width: 999px)', undefined, { getInitialValueInEffect: false })
  const isSmall = useMediaQuery('(max-width: 820px)', undefined, { getInitialValueInEffect: false })
  const isTight = useMediaQuery('(max-width: 1279px)', undefined, { getInitialValueInEffect: false })
  const [selection, setSelection] = useState<Selection>(nothing)
  const [cursor, setCursor] = useState<string | null>(null)
  const [typed, setTyped] = useState('')
  const [filter] = useDebouncedValue(typed, FILTER_MS)
  const [asking, setAsking] = useState<Asking | null>(null)
  const [over, setOver] = useState<string | null>(null)
  const box = useRef<HTMLDivElement>(null)
  const search = useRef<HTMLInputElement>(null)
  const files = useRef<HTMLInputElement>(null)
  const folders = useRef<HTMLInputElement>(null)
  const pages = useRows({ bucket, prefix, filter: typed === '' ? '' : filter, isHistory: place.isHistory })
  const versioning = useVersioning(bucket)
  const rows = useMemo(() => pages.data?.pages.flatMap((one) => one.rows) ?? [], [pages.data])
  const picked = useMemo(() => chosen(selection, rows), [selection, rows])
  useEffect(() => {
    setSelection(nothing)
    setCursor(null)
    setTyped('')
  }, [prefix, place.isHistory])

  // While details are shown they follow the keys, when these come to rest.
  const [rested] = useDebouncedValue(cursor, REST_MS)
  useEffect(() => {
    const row = rows.find((candidate) => idOf(candidate) === rested)
    if (row?.kind === 'object' && place.object !== null && place.object !== row.key) goToInstead({ ...place, object: row.key, version: null })
  }, [rested])

  // A file that is dropped beside the list must not take the place of the page.
  useEffect(() => {
    const keep = (event: DragEvent) => { if (carriesFiles(event.dataTransfer)) event.preventDefault() }
    window.addEventListener('dragover', keep)
    window.addEventListener('drop', keep)
    return () => {
      window.removeEventListener('dragover', keep)
      window.removeEventListener('drop', keep)
    }
  }, [])

  const open = (row: Row) => {
    if (row.kind === 'folder') goTo({ ...place, prefix: row.key, object: null, version: null })
    else goTo({ ...place, object: row.key, version: row.kind === 'version' && !row.isLatest && !row.isDeleteMarker ? row.versionId : null })
  }
  const close = () => {
    if (place.object !== null) goToInstead({ ...place, object: null, version: null })
    box.current?.focus()
  }
  const ask = (next: Asking) => setAsking(next)
  const commands = useBrowserActions({
    place, rows, picked, cursor, ask, open,
    fields: { search, files, folders, box },
    onNone: () => (place.object === null ? setSelection(nothing) : close()),
  })
  const dropProps: DropProps = (into, folder) => dropHandlers(into, folder, over, setOver, (changes) => {
    ask({ kind: 'moving', moving: { kind: 'move', keys: changes.map(({ from }) => from), to: folder } })
  })
  // Where three panes have no room, the details take that of the tree.
  const isCrowded = isTight && place.object !== null
  const isCompact = isSmall || (isCrowded && !isNarrow)
  const upload = (list: FileList | null) => add(bucket, prefix, pickedFrom(list))
  const shownId: ObjectId | null = place.object === null ? null : { bucket, key: place.object, ...(place.version === null ? {} : { versionId: place.version }) }
  const done = () => {
    setAsking(null)
    requestAnimationFrame(() => box.current?.focus())
  }

  if (pages.error instanceof Refusal && pages.error.code === 'NoSuchBucket') {
    return (
      <Empty icon={IconBucketOff} title={`There is no bucket ${bucket}`} action={<Button onClick={() => navigate('/objects')}>Show your buckets</Button>}>
        It was deleted, or never there.
      </Empty>
    )
  }
  return (
    <>
      <PageHeader title={bucket} state={stateWords(place, versioning.data)} action={(
        <Menu position="bottom-end" shadow="md" withInitialFocusPlaceholder={false}>
          <Menu.Target><Button leftSection={<IconUpload size={16} aria-hidden />}>Upload</Button></Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconFile size={16} />} onClick={() => files.current?.click()}>Files…</Menu.Item>
            <Menu.Item leftSection={<IconFolder size={16} />} onClick={() => folders.current?.click()}>A folder…</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )} />
      <input ref={files} type="file" multiple hidden aria-label="Files to upload" onChange={(event) => { upload(event.currentTarget.files); event.currentTarget.value = '' }} />
      <input ref={folders} type="file" hidden aria-label="Folder to upload" {...{ webkitdirectory: '' }}
        onChange={(event) => { upload(event.currentTarget.files); event.currentTarget.value = '' }} />
      <div className={page.panes}>
        {!isNarrow && !isCrowded && <Tree place={place} dropProps={dropProps} />}
        <Frame title="Objects" className={`${page.list} ${classes.list}`}>
          {picked.length > 0
            ? <ChosenBar rows={picked} commands={commands} onNone={() => setSelection(nothing)} />
            : <Toolbar place={place} typed={typed} onType={(text) => { setTyped(text); setCursor(null) }} search={search} onFound={() => box.current?.focus()} dropProps={dropProps} commands={commands} isNarrow={isNarrow} />}
          <div className={classes.drop} {...dropProps(bucket, prefix)}>
            {pages.isPending && <Waiting><Stack gap={12} p={14}>{Array.from({ length: 9 }, (_, row) => <Skeleton key={row} height={22} />)}</Stack></Waiting>}
            {pages.isError && <div className={classes.fault}><Fault error={pages.error} title="The objects could not be read" /></div>}
            {pages.data !== undefined && rows.length === 0 && <NothingHere place={place} filter={typed} isReading={pages.hasNextPage} commands={commands} />}
            {rows.length > 0 && (
              <ObjectList place={place} rows={rows} picked={picked} pages={pages} isNarrow={isCompact} selection={selection} onSelect={setSelection} cursor={cursor} onCursor={setCursor}
                box={box} onOpen={open} commands={commands} dropProps={dropProps} isDragging={over !== null} />
            )}
          </div>
        </Frame>
        <Details id={shownId} isNarrow={isNarrow} onClose={close} onShare={(id) => ask({ kind: 'share', id })} onPreview={(id) => ask({ kind: 'preview', id })}
          onRename={(key) => ask({ kind: 'moving', moving: { kind: 'rename', key } })} onDelete={(id) => ask({ kind: 'delete', rows: [rowOf(id, rows)] })}
          onVersion={(version) => goToInstead({ ...place, version })} />
      </div>
      <NewFolderDialog bucket={bucket} prefix={prefix} opened={asking?.kind === 'folder'} onClose={done} />
      <MoveDialog bucket={bucket} moving={asking?.kind === 'moving' ? asking.moving : null} onClose={done}
        onDone={(changes) => followTo(changes, place)} />
      <DeleteDialog bucket={bucket} rows={asking?.kind === 'delete' ? asking.rows : null} onClose={done}
        onBegin={() => { setSelection(nothing); if (asking?.kind === 'delete' && asking.rows.some(({ key }) => key === place.object)) close() }} />
      <ShareDialog id={asking?.kind === 'share' ? asking.id : null} onClose={done} />
      <PreviewDialog id={asking?.kind === 'preview' ? asking.id : null} onClose={done} />
    </>
  )
}

function stateWords({ isHistory }: Place, versioning: string | undefined): string {
  const kept = { never: 'No older versions are kept', Enabled: 'Older versions are kept', Suspended: 'No new versions are kept' }[versioning ?? ''] ?? 'Reading'
  return isHistory ? `${kept}. All versions and what was deleted are listed.` : `${kept}.`
}

/** The row of an object; one that is not in the list is deleted by its name all the same. */
function rowOf({ key, versionId }: ObjectId, rows: readonly Row[]): Row {
  const found = rows.find((row) => row.key === key && (versionId === undefined ? row.kind !== 'version' : row.kind === 'version' && row.versionId === versionId))
  const bare = { key, bytes: 0, etag: '', modifiedAt: 0, storageClass: '' }
  return found ?? (versionId === undefined ? { kind: 'object', ...bare } : { kind: 'version', ...bare, versionId, isLatest: false, isDeleteMarker: false })
}

/** Where the person looks at something that got another name, they look at it under that name from now on. */
function followTo(changes: readonly { from: string; to: string }[], seen: Place): void {
  const here = window.location
  if (here.pathname !== `/objects/${encodeURIComponent(seen.bucket)}`) return
  const query = new URLSearchParams(here.search)
  const [prefix, object] = [query.get('prefix') ?? '', query.get('object')]
  for (const { from, to } of changes) {
    if (prefix.startsWith(from) && from.endsWith('/')) goToInstead({ ...rootOf(seen.bucket), prefix: to + prefix.slice(from.length) })
    else if (object === from) goToInstead({ ...rootOf(seen.bucket), prefix, object: to })
  }
}

function dropHandlers(
  bucket: string, folder: string, over: string | null, setOver: (place: string | null) => void, onRows: (changes: ReturnType<typeof changesTo>) => void,
): HTMLAttributes<HTMLElement> & { 'data-drop'?: boolean } {
  const here = `${bucket}/${folder}`
  return {
    'data-drop': over === here,
    onDragOver: (event) => {
      const meaning = meaningOf(event.dataTransfer, bucket, folder)
      event.stopPropagation()
      if (meaning === null) {
        if (over !== null) setOver(null)
        return
      }
      event.preventDefault()
      event.dataTransfer.dropEffect = meaning === 'files' ? 'copy' : 'move'
      if (over !== here) setOver(here)
    },
    onDragLeave: (event) => {
      if (over === here && !event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(null)
    },
    onDrop: (event) => {
      const meaning = meaningOf(event.dataTransfer, bucket, folder)
      setOver(null)
      event.stopPropagation()
      if (meaning === null) return
      event.preventDefault()
      if (meaning === 'files') void dropped(event.dataTransfer).then((picked) => add(bucket, folder, picked))
      else onRows(changesTo(bucket, folder))
    },
  }
}

