import { Badge, Button, Text } from '@mantine/core'
import { type DragEvent, type RefObject, useCallback, useMemo, useState } from 'react'
import type { Column } from '../ui/DataTable'
import { Moment } from '../ui/Moment'
import { Link } from '../ui/router'
import { Fault } from '../ui/states'
import { addressOf, type Place } from './address'
import type { Commands } from './browserActions'
import type { useRows } from './data'
import { letGo, takeUp } from './drag'
import { type Choice, type Dragging, Grid } from './Grid'
import { RowIcon } from './icons'
import { shownName } from './keys'
import { type MenuAt, RowMenu } from './menu'
import { MoreButton } from './MoreButton'
import classes from './ObjectList.module.css'
import { every, idOf, nothing, only, rangeTo, type Selection, toggled } from './selection'
import type { Row } from './shapes'
import type { DropProps } from './Tree'
import { classWords, numberWords, sizeWords } from './words'

const nameOf = ({ key }: Row): string => shownName(key)

/** The rows of a folder, sorted by key as S3 lists them; more are read as a person scrolls. */
export function ObjectList({ place, rows, picked, pages, isNarrow, selection, onSelect, cursor, onCursor, box, onOpen, commands, dropProps, isDragging }: {
  place: Place
  rows: readonly Row[]
  picked: readonly Row[]
  pages: ReturnType<typeof useRows>
  isNarrow: boolean
  selection: Selection
  onSelect: (selection: Selection) => void
  cursor: string | null
  onCursor: (id: string) => void
  box: RefObject<HTMLDivElement | null>
  onOpen: (row: Row) => void
  commands: Commands
  dropProps: DropProps
  isDragging: boolean
}) {
  const [menu, setMenu] = useState<MenuAt<Row> | null>(null)
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = pages
  const readOn = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage])
  const columns = useMemo(() => columnsOf(place, isNarrow, (row, x, y) => setMenu({ row, x, y })), [place, isNarrow])
  const choice: Choice<Row> = {
    // Of what is chosen, that which is still there.
    ids: new Set(picked.map(idOf)),
    onOnly: (row) => onSelect(only(row)),
    onToggle: (row) => onSelect(toggled(selection, row)),
    // A range that begins with the keys begins where they are.
    onRange: (index) => onSelect(rangeTo(selection.anchor === null ? { ...selection, anchor: cursor } : selection, rows, index)),
    onAll: () => onSelect(every(rows)),
    onNone: () => onSelect(nothing),
  }
  const dropOf = (row: Row) => (row.kind === 'folder' ? dropProps(place.bucket, row.key) : undefined)
  const dragging: Dragging<Row> = {
    isDraggable: (row) => row.kind !== 'version' && !isNarrow,
    isUnder: (row) => dropOf(row)?.['data-drop'] ?? false,
    onStart: (event, row) => takeUp(event.dataTransfer, place.bucket, selection.ids.has(idOf(row)) ? picked : [row]),
    onEnd: letGo,
    onOver: (event, row) => dropOf(row)?.onDragOver?.(event as DragEvent<HTMLElement>),
    onLeave: (event, row) => dropOf(row)?.onDragLeave?.(event as DragEvent<HTMLElement>),
    onDrop: (event, row) => dropOf(row)?.onDrop?.(event as DragEvent<HTMLElement>),
  }
  return (
    <div className={classes.list} data-dragging={isDragging}>
      <div className={classes.grid}>
        <Grid label="Objects" columns={columns} rows={rows} idOf={idOf} nameOf={nameOf} isNarrow={isNarrow} cursor={cursor} onCursor={onCursor} choice={choice} box={box}
          dragging={dragging} isCurrent={(row) => row.kind !== 'folder' && row.key === place.object} onOpen={onOpen} onMenu={(row, x, y) => setMenu({ row, x, y })} onEnd={readOn}
          foot={isFetchNextPageError
            ? <div className={classes.foot}><Fault error={pages.error} /><Button size="xs" variant="default" onClick={() => void fetchNextPage()}>Read on</Button></div>
            : undefined} />
      </div>
      <Text size="xs" c="dimmed" className={classes.status} role="status">
        {numberWords(rows.length)} {hasNextPage ? 'read, more as you scroll' : rows.length === 1 ? 'row' : 'rows'} · sorted by key
        {isFetchingNextPage && ' · reading on…'}
      </Text>
      <RowMenu at={menu} entriesOf={commands.entriesOf} onClose={() => { setMenu(null); box.current?.focus() }} />
    </div>
  )
}

function columnsOf(place: Place, isNarrow: boolean, onMenu: (row: Row, x: number, y: number) => void): Column<Row>[] {
  const isWide = !isNarrow && place.object === null
  return [
    { name: 'Name', width: 'minmax(0, 1fr)', cell: (row) => <Name row={row} place={place} isNarrow={isNarrow} /> },
    ...(place.isHistory ? [{ name: 'Version', width: '128px', wideOnly: true, cell: (row: Row) => <VersionMark row={row} /> }] : []),
    { name: 'Size', width: '84px', align: 'right', wideOnly: true, cell: (row) => (isSized(row) ? <span title={`${numberWords(row.bytes)} bytes`}>{sizeWords(row.bytes)}</span> : '–') },
    { name: 'Changed', width: '112px', wideOnly: true, cell: (row) => (row.kind === 'folder' ? '–' : <Moment ms={row.modifiedAt} as="short" />) },
    ...(isWide ? [{ name: 'Class', width: '84px', wideOnly: true, cell: (row: Row) => (isSized(row) ? classWords(row.storageClass) : '–') }] : []),
    {
      name: '', width: '24px',
      cell: (row) => <MoreButton name={nameOf(row)} onOpen={(x, y) => onMenu(row, x, y)} />,
    },
  ]
}

const isSized = (row: Row): row is Exclude<Row, { kind: 'folder' }> => row.kind === 'object' || (row.kind === 'version' && !row.isDeleteMarker)

function Name({ row, place, isNarrow }: { row: Row; place: Place; isNarrow: boolean }) {
  const target = row.kind === 'folder'
    ? { ...place, prefix: row.key, object: null, version: null }
    : { ...place, object: row.key, version: row.kind === 'version' && !row.isLatest && !row.isDeleteMarker ? row.versionId : null }
  const isFaint = row.kind === 'version' && (row.isDeleteMarker || !row.isLatest)
  return (
    <span className={classes.name} title={row.key}>
      <RowIcon row={row} />
      <span className={classes.words}>
        <Link href={addressOf(target)} tabIndex={-1} draggable={false} className={classes.link} data-faint={isFaint}>{nameOf(row)}</Link>
        {isNarrow && <span className={classes.under}>{row.kind === 'folder' ? 'Folder' : <>{isSized(row) && <>{sizeWords(row.bytes)} · </>}<Moment ms={row.modifiedAt} as="short" /></>}{place.isHistory && <> <VersionMark row={row} /></>}</span>}
      </span>
    </span>
  )
}

function VersionMark({ row }: { row: Row }) {
  if (row.kind !== 'version') return null
  if (row.isDeleteMarker) return <Badge size="sm" variant="light" color="red" tt="none" c="var(--sell)" bg="var(--sell-tint)">Deleted</Badge>
  return row.isLatest
    ? <Badge size="sm" variant="light" color="gray" tt="none" c="var(--mantine-color-text)">Newest</Badge>
    : <span className={classes.version} title={row.versionId}>{row.versionId.slice(0, 12)}</span>
}
