import {
  IconArrowBackUp, IconDownload, IconEye, IconFolderOpen, IconFolderSymlink, IconHistory, IconInfoCircle, IconLink, IconPencil, IconTrash,
} from '@tabler/icons-react'
import type { RefObject } from 'react'
import { type Action, useActions } from '../ui/actions'
import { navigate } from '../ui/router'
import { type Place, rootOf } from './address'
import type { Asking } from './Browser'
import { download, isReadable, objectOf, restore, tell, tellFault, undelete } from './commands'
import { useBuckets, useRefresh } from './data'
import { start } from './jobs/jobs'
import { sampling } from './jobs/sample'
import { isFolder, parentOf } from './keys'
import type { MenuEntry } from './menu'
import { goTo } from './place'
import { idOf } from './selection'
import type { Row } from './shapes'

/** Everything that can be done in a bucket, by whichever way: buttons, menus, keys, the palette. */
export interface Commands {
  upload: () => void
  uploadFolder: () => void
  newFolder: () => void
  fill: () => void
  toggleHistory: () => void
  settings: () => void
  refresh: () => void
  download: (rows: readonly Row[]) => void
  share: (row: Row) => void
  rename: (row: Row) => void
  move: (rows: readonly Row[]) => void
  remove: (rows: readonly Row[]) => void
  entriesOf: (row: Row) => readonly (MenuEntry | 'line')[]
}

export interface Surroundings {
  place: Place
  rows: readonly Row[]
  picked: readonly Row[]
  cursor: string | null
  ask: (next: Asking) => void
  open: (row: Row) => void
  onNone: () => void
  fields: {
    search: RefObject<HTMLInputElement | null>
    files: RefObject<HTMLInputElement | null>
    folders: RefObject<HTMLInputElement | null>
    box: RefObject<HTMLDivElement | null>
  }
}

export function useBrowserActions(given: Surroundings): Commands {
  const { place, rows, picked, cursor, ask, open, onNone, fields } = given
  const { bucket, prefix } = place
  const refresh = useRefresh()
  const buckets = useBuckets()
  const act = (title: string, words: string, work: () => Promise<unknown>) =>
    work().then(() => tell(words), (fault: unknown) => tellFault(title, fault)).finally(() => refresh.object(bucket))

  const commands: Commands = {
    upload: () => fields.files.current?.click(),
    uploadFolder: () => fields.folders.current?.click(),
    newFolder: () => ask({ kind: 'folder' }),
    fill: () => void start(sampling(bucket, prefix)),
    toggleHistory: () => goTo({ ...place, isHistory: !place.isHistory, object: null, version: null }),
    settings: () => goTo({ ...rootOf(bucket), view: 'settings' }),
    refresh: () => void refresh.object(bucket),
    download: (list) => void download(list.filter(isReadable).map((row) => objectOf(bucket, row))),
    share: (row) => { if (isReadable(row)) ask({ kind: 'share', id: objectOf(bucket, row) }) },
    rename: ({ kind, key }) => { if (kind !== 'version') ask({ kind: 'moving', moving: { kind: 'rename', key } }) },
    move: (list) => ask({ kind: 'moving', moving: { kind: 'move', keys: list.filter(({ kind }) => kind !== 'version').map(({ key }) => key), to: prefix } }),
    remove: (list) => { if (list.length > 0) ask({ kind: 'delete', rows: list }) },
    entriesOf: (row) => entries(row),
  }

  /** The menu of a row; where it is one of several that are chosen, deleting and moving are about all of them. */
  const entries = (row: Row): (MenuEntry | 'line')[] => {
    const all = picked.some((one) => idOf(one) === idOf(row)) ? picked : [row]
    const several = all.length > 1 ? ` ${all.length} items` : ''
    const remove: MenuEntry = { label: `Delete${several}…`, icon: <IconTrash size={16} />, run: () => commands.remove(all), keys: 'Delete', isGrave: true }
    if (row.kind === 'version' && row.isDeleteMarker) {
      return [
        ...(row.isLatest ? [{
          label: 'Undo the deletion', icon: <IconArrowBackUp size={16} />, run: () => void act('It was not brought back', 'The object is back.', () => undelete(bucket, row)),
        }] : []),
        { ...remove, label: `Delete the marker${several}…` },
      ]
    }
    const look: MenuEntry[] = row.kind === 'folder'
      ? [{ label: 'Open', icon: <IconFolderOpen size={16} />, run: () => open(row), keys: 'Enter' }]
      : [
        { label: 'Details', icon: <IconInfoCircle size={16} />, run: () => open(row), keys: 'Enter' },
        { label: 'Preview', icon: <IconEye size={16} />, run: () => ask({ kind: 'preview', id: objectOf(bucket, row) }), keys: 'P' },
        { label: 'Download', icon: <IconDownload size={16} />, run: () => commands.download(all), keys: 'D' },
        { label: 'Share a link…', icon: <IconLink size={16} />, run: () => commands.share(row), keys: 'S' },
      ]
    const change: MenuEntry[] = row.kind === 'version'
      ? row.isLatest ? [] : [{
        label: 'Restore this version', icon: <IconHistory size={16} />,
        run: () => void act('It was not restored', 'A copy of this version is the newest now.', () => restore(bucket, row)),
      }]
      : [
        { label: 'Rename…', icon: <IconPencil size={16} />, run: () => commands.rename(row), keys: 'R' },
        { label: `Move or copy${several}…`, icon: <IconFolderSymlink size={16} />, run: () => commands.move(all), keys: 'M' },
      ]
    return [...look, ...(change.length > 0 ? ['line' as const, ...change] : []), 'line', row.kind === 'version' ? { ...remove, label: `Delete this version${several}…` } : remove]
  }

  // What keys are about: the chosen rows, or the one that the keys are at.
  const current = rows.find((row) => idOf(row) === cursor)
  const meant = picked.length > 0 ? picked : current === undefined ? [] : [current]
  const [first] = meant
  const forOne = first === undefined || meant.length > 1 ? null : first
  const group = 'Objects'
  const actions: Action[] = [
    { id: 'upload', group, label: 'Upload files', keys: 'u', run: commands.upload },
    { id: 'upload-folder', group, label: 'Upload a folder', keys: 'f', run: commands.uploadFolder },
    { id: 'folder', group, label: 'New folder', keys: 'n', run: commands.newFolder },
    { id: 'filter', group, label: 'Filter by the beginning of names', keys: '/', run: () => fields.search.current?.focus() },
    { id: 'up', group, label: 'Go up', keys: 'Backspace', run: () => (prefix === '' ? navigate('/objects') : goTo({ ...place, prefix: parentOf(prefix), object: null, version: null })) },
    { id: 'rows', group, label: 'Walk through the rows', keys: 'ArrowUp ArrowDown', isLocal: true, run: () => undefined },
    { id: 'open', group, label: 'Open the folder or the details', keys: 'Enter', isLocal: true, run: () => undefined },
    { id: 'choose', group, label: 'Choose the row, or with Shift and arrows several', keys: ' ', isLocal: true, run: () => undefined },
    { id: 'history', group, label: place.isHistory ? 'Hide older versions and what was deleted' : 'Show older versions and what was deleted', keys: 'v', run: commands.toggleHistory },
    { id: 'settings', group, label: 'Settings of the bucket', run: commands.settings },
    { id: 'fill', group, label: 'Fill with sample data', run: commands.fill },
    { id: 'none', group, label: 'Choose nothing, close the details', keys: 'Escape', listed: false, run: onNone },
    ...(first === undefined ? [] : [{ id: 'delete', group, label: 'Delete what is chosen', keys: 'Delete', run: () => commands.remove(meant) }]),
    ...(meant.some(isReadable) ? [{ id: 'download', group, label: 'Download what is chosen', keys: 'd', run: () => commands.download(meant) }] : []),
    ...(forOne !== null && isReadable(forOne) ? [
      { id: 'share', group, label: 'Share a link', keys: 's', run: () => commands.share(forOne) },
      { id: 'preview', group, label: 'Preview', keys: 'p', run: () => ask({ kind: 'preview', id: objectOf(bucket, forOne) }) },
    ] : []),
    ...(forOne !== null && forOne.kind !== 'version' ? [{ id: 'rename', group, label: `Rename the ${isFolder(forOne.key) ? 'folder' : 'object'}`, keys: 'r', run: () => commands.rename(forOne) }] : []),
    ...(first !== undefined && first.kind !== 'version' ? [{ id: 'move', group, label: 'Move or copy what is chosen', keys: 'm', run: () => commands.move(meant) }] : []),
    ...(buckets.data ?? []).map(({ name }) => ({ id: `bucket-${name}`, group: 'Buckets', label: name, run: () => goTo(rootOf(name)) })),
  ]
  useActions(actions)
  return commands
}
