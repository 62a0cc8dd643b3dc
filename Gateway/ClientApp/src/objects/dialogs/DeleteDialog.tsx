import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useVersioning } from '../data'
import { RowIcon } from '../icons'
import { start } from '../jobs/jobs'
import { deletion } from '../jobs/remove'
import { shownName } from '../keys'
import type { Row } from '../shapes'
import { countWords } from '../words'
import classes from './dialogs.module.css'

const LISTED_MAX = 100

/** Deletes what was chosen, and says beforehand whether it can be brought back. */
export function DeleteDialog({ bucket, rows, onClose, onBegin }: { bucket: string; rows: readonly Row[] | null; onClose: () => void; onBegin: () => void }) {
  return (
    <Modal opened={rows !== null} onClose={onClose} title={rows === null ? '' : `Delete ${nameOfAll(rows)}`}>
      {rows !== null && <Question bucket={bucket} rows={rows} onClose={onClose} onBegin={onBegin} />}
    </Modal>
  )
}

const nameOfAll = (rows: readonly Row[]): string => (rows.length === 1 && rows[0] !== undefined ? `“${shownName(rows[0].key)}”` : countWords(rows.length, 'item'))

function Question({ bucket, rows, onClose, onBegin }: { bucket: string; rows: readonly Row[]; onClose: () => void; onBegin: () => void }) {
  const kept = useVersioning(bucket)
  const [isThorough, setThorough] = useState(false)
  const areVersions = rows.some(({ kind }) => kind === 'version')
  const isRecoverable = kept.data === 'Enabled' && !areVersions && !isThorough
  const begin = () => {
    onClose()
    onBegin()
    void start(deletion(bucket, rows, isThorough || areVersions ? 'all versions' : 'newest', `Delete ${nameOfAll(rows)}`))
  }
  return (
    <form onSubmit={(event) => { event.preventDefault(); begin() }}>
      <Stack gap="md">
        <ul className={classes.items} aria-label="What is deleted" tabIndex={0}>
          {rows.slice(0, LISTED_MAX).map((row) => (
            <li key={`${row.key} ${row.kind === 'version' ? row.versionId : ''}`}><RowIcon row={row} size={16} />{shownName(row.key)}{row.kind === 'folder' && ' and everything in it'}</li>
          ))}
          {rows.length > LISTED_MAX && <li>… and {rows.length - LISTED_MAX} more</li>}
        </ul>
        <Text size="sm">
          {isRecoverable ? 'Versioning is on: each gets a delete marker, and can be brought back from “Versions and deleted”.' : 'This cannot be undone.'}
        </Text>
        {kept.data !== undefined && kept.data !== 'never' && !areVersions && (
          <Checkbox label="Delete all older versions too" description="Then nothing brings them back." checked={isThorough} onChange={(event) => setThorough(event.currentTarget.checked)} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>Keep {rows.length === 1 ? 'it' : 'them'}</Button>
          <Button type="submit" color="red" bg="var(--sell-fill)" data-autofocus>Delete</Button>
        </Group>
      </Stack>
    </form>
  )
}
