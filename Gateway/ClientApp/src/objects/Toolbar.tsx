import { ActionIcon, Button, CloseButton, Menu, Text, TextInput, Tooltip } from '@mantine/core'
import {
  IconArrowUp, IconDotsVertical, IconDownload, IconFilter, IconFolderPlus, IconFolderSymlink, IconHistory, IconLink, IconPencil, IconRefresh, IconSettings,
  IconSparkles, IconTrash,
} from '@tabler/icons-react'
import { Fragment, type ReactNode, type RefObject } from 'react'
import { Link } from '../ui/router'
import { addressOf, type Place, rootOf } from './address'
import type { Commands } from './browserActions'
import { isReadable } from './commands'
import { crumbsOf, parentOf } from './keys'
import type { Row } from './shapes'
import classes from './Toolbar.module.css'
import type { DropProps } from './Tree'
import { countWords, sizeWords } from './words'

/** Where one is, what is to be seen of it, and what can be done here. */
export function Toolbar({ place, typed, onType, search, onFound, dropProps, commands, isNarrow }: {
  place: Place
  typed: string
  onType: (text: string) => void
  search: RefObject<HTMLInputElement | null>
  onFound: () => void
  dropProps: DropProps
  commands: Commands
  isNarrow: boolean
}) {
  const up = place.prefix === '' ? '/objects' : addressOf({ ...rootOf(place.bucket), prefix: parentOf(place.prefix), isHistory: place.isHistory })
  return (
    <div className={classes.bar}>
      <Tooltip label="Up (Backspace)">
        <ActionIcon component={Link} href={up} variant="subtle" color="gray" aria-label={place.prefix === '' ? 'All buckets' : 'Up one folder'}><IconArrowUp size={17} /></ActionIcon>
      </Tooltip>
      <Crumbs place={place} dropProps={dropProps} />
      <div className={classes.tools}>
        <TextInput ref={search} size="xs" className={classes.filter ?? ''} placeholder="Begins with…" aria-label="Filter by the beginning of names" value={typed}
          leftSection={<IconFilter size={14} aria-hidden />} autoComplete="off" spellCheck={false} onChange={(event) => onType(event.currentTarget.value)}
          rightSection={typed === '' ? null : <CloseButton size="xs" aria-label="Show all" onClick={() => { onType(''); search.current?.focus() }} />}
          onKeyDown={(event) => {
            if (event.key === 'Enter' || event.key === 'ArrowDown') { event.preventDefault(); onFound() }
            if (event.key === 'Escape') { event.stopPropagation(); onType(''); onFound() }
          }} />
        {!isNarrow && (
          <>
            <Tool label="New folder (N)" onClick={commands.newFolder}><IconFolderPlus size={17} /></Tool>
            <Tool label={place.isHistory ? 'Hide versions and deleted (V)' : 'Versions and deleted (V)'} isOn={place.isHistory} onClick={commands.toggleHistory}><IconHistory size={17} /></Tool>
            <Tool label="Read again" onClick={commands.refresh}><IconRefresh size={17} /></Tool>
            <Tool label="Settings of the bucket" onClick={commands.settings}><IconSettings size={17} /></Tool>
          </>
        )}
        {isNarrow && (
          <Menu position="bottom-end" shadow="md" withInitialFocusPlaceholder={false}>
            <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label="More"><IconDotsVertical size={18} /></ActionIcon></Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconFolderPlus size={16} />} onClick={commands.newFolder}>New folder</Menu.Item>
              <Menu.Item leftSection={<IconHistory size={16} />} onClick={commands.toggleHistory}>{place.isHistory ? 'Hide versions and deleted' : 'Versions and deleted'}</Menu.Item>
              <Menu.Item leftSection={<IconSparkles size={16} />} onClick={commands.fill}>Fill with sample data</Menu.Item>
              <Menu.Item leftSection={<IconSettings size={16} />} onClick={commands.settings}>Settings of the bucket</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
    </div>
  )
}

/** The way down from the bucket; each step is a link, and takes what is dropped on it. */
function Crumbs({ place, dropProps }: { place: Place; dropProps: DropProps }) {
  const way = [{ name: place.bucket, prefix: '' }, ...crumbsOf(place.prefix)]
  return (
    <nav aria-label="Where you are" className={classes.crumbs}>
      {way.map(({ name, prefix }, index) => (
        <Fragment key={prefix}>
          {index > 0 && <span aria-hidden className={classes.slash}>/</span>}
          {index === way.length - 1
            ? <span aria-current="page" className={classes.here}>{name}</span>
            : <Link href={addressOf({ ...rootOf(place.bucket), prefix, isHistory: place.isHistory })} className={classes.crumb} {...dropProps(place.bucket, prefix)}>{name}</Link>}
        </Fragment>
      ))}
    </nav>
  )
}

/** Stands in the toolbar's place while rows are chosen. */
export function ChosenBar({ rows, commands, onNone }: { rows: readonly Row[]; commands: Commands; onNone: () => void }) {
  const [first] = rows
  const one = rows.length === 1 && first !== undefined ? first : null
  const readable = rows.filter(isReadable)
  const bytes = readable.reduce((sum, row) => sum + row.bytes, 0)
  const areMovable = rows.every(({ kind }) => kind !== 'version')
  return (
    <div className={`${classes.bar} ${classes.chosen}`} role="toolbar" aria-label="What is chosen">
      <CloseButton size="sm" aria-label="Choose nothing" onClick={onNone} />
      <Text size="sm" fw={600} className={classes.count} role="status">
        {countWords(rows.length, 'item')}{readable.length > 0 && <Text span size="xs" c="dimmed" fw={400}> {sizeWords(bytes)}</Text>}
      </Text>
      <div className={classes.tools}>
        {readable.length > 0 && <Doing label="Download" icon={<IconDownload size={16} aria-hidden />} onClick={() => commands.download(readable)} />}
        {one !== null && isReadable(one) && <Doing label="Share" icon={<IconLink size={16} aria-hidden />} onClick={() => commands.share(one)} />}
        {one !== null && areMovable && <Doing label="Rename" icon={<IconPencil size={16} aria-hidden />} onClick={() => commands.rename(one)} />}
        {areMovable && <Doing label="Move or copy" icon={<IconFolderSymlink size={16} aria-hidden />} onClick={() => commands.move(rows)} />}
        <Doing label="Delete" icon={<IconTrash size={16} aria-hidden />} onClick={() => commands.remove(rows)} />
      </div>
    </div>
  )
}

/** A word where there is room for it, its sign alone where there is none. */
const Doing = ({ label, icon, onClick }: { label: string; icon: ReactNode; onClick: () => void }) => (
  <Button size="compact-sm" variant="default" onClick={onClick} className={classes.doing ?? ''} aria-label={label}>{icon}<span className={classes.word}>{label}</span></Button>
)

function Tool({ label, onClick, children, isOn = false }: { label: string; onClick: () => void; children: ReactNode; isOn?: boolean }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant={isOn ? 'light' : 'subtle'} color={isOn ? 'accent' : 'gray'} aria-label={label} onClick={onClick}>{children}</ActionIcon>
    </Tooltip>
  )
}
