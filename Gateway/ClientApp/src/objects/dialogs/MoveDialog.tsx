import { Alert, Button, Group, Modal, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Fault } from '../../ui/states'
import { isThere } from '../api'
import { targetOf } from '../drag'
import { isFolder, keyFault, moveFault, nameFault, nameOf, parentOf } from '../keys'
import { start } from '../jobs/jobs'
import { type Change, Move } from '../jobs/move'
import { countWords } from '../words'
import classes from './dialogs.module.css'

const ASKED_MAX = 20

/** What is to be renamed or moved: one thing that gets another name, or several that go into another folder. */
export type Moving =
  | { kind: 'rename'; key: string }
  | { kind: 'move'; keys: readonly string[]; to: string }

/** Renames and moves. It says what that takes: S3 can only copy and delete. */
export function MoveDialog({ bucket, moving, onClose, onDone }: { bucket: string; moving: Moving | null; onClose: () => void; onDone: (changes: readonly Change[]) => void }) {
  const title = moving?.kind === 'move' ? `Move ${countWords(moving.keys.length, 'item')}` : `Rename ${moving !== null && isFolder(moving.key) ? 'a folder' : 'an object'}`
  return (
    <Modal opened={moving !== null} onClose={onClose} title={title}>
      {moving?.kind === 'rename' && <RenameForm bucket={bucket} from={moving.key} onClose={onClose} onDone={onDone} />}
      {moving?.kind === 'move' && <MoveForm bucket={bucket} keys={moving.keys} to={moving.to} onClose={onClose} onDone={onDone} />}
    </Modal>
  )
}

interface Form {
  bucket: string
  onClose: () => void
  onDone: (changes: readonly Change[]) => void
}

function RenameForm({ bucket, from, onClose, onDone }: Form & { from: string }) {
  const [name, setName] = useState(nameOf(from))
  const folder = parentOf(from)
  const to = folder + name + (isFolder(from) ? '/' : '')
  const fault = nameFault(name, folder) ?? moveFault(from, to)
  const go = () => {
    onClose()
    void start(new Move(bucket, [{ from, to }], 'delete', `Rename “${nameOf(from)}” to “${name}”`)).then((isDone) => { if (isDone) onDone([{ from, to }]) })
  }
  return (
    <Fields changes={fault === null ? [{ from, to }] : []} bucket={bucket} verb="Rename" onClose={onClose} onGo={go}>
      <TextInput label="Name" value={name} data-autofocus autoComplete="off" spellCheck={false} maxLength={1024}
        error={name !== nameOf(from) ? fault : null} onChange={(event) => setName(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.setSelectionRange(0, isFolder(from) ? name.length : Math.max(name.lastIndexOf('.'), 0) || name.length)} />
    </Fields>
  )
}

function MoveForm({ bucket, keys, to, onClose, onDone }: Form & { keys: readonly string[]; to: string }) {
  const [folder, setFolder] = useState(to)
  const [way, setWay] = useState<'delete' | 'keep'>('delete')
  const target = folder === '' || isFolder(folder) ? folder : `${folder}/`
  const changes = keys.map((from) => ({ from, to: targetOf(from, target) }))
  const fault = (target === '' ? null : keyFault(target)) ?? changes.map(({ from, to: next }) => keyFault(next) ?? moveFault(from, next)).find((words) => words !== null) ?? null
  const go = () => {
    onClose()
    const verb = way === 'delete' ? 'Move' : 'Copy'
    void start(new Move(bucket, changes, way, `${verb} ${countWords(keys.length, 'item')} to ${target === '' ? bucket : target}`))
      .then((isDone) => { if (isDone && way === 'delete') onDone(changes) })
  }
  return (
    <Fields changes={fault === null ? changes : []} bucket={bucket} verb={way === 'delete' ? 'Move' : 'Copy'} onClose={onClose} onGo={go}>
      <ul className={classes.items} aria-label="What is moved">{keys.slice(0, 100).map((key) => <li key={key}>{nameOf(key)}{isFolder(key) && '/'}</li>)}</ul>
      <TextInput label="To the folder" value={folder} data-autofocus autoComplete="off" spellCheck={false} maxLength={1024} error={fault}
        description="From the top of the bucket, such as reports/2026/. Leave it empty for the top." onChange={(event) => setFolder(event.currentTarget.value)} />
      <SegmentedControl value={way} onChange={(value) => setWay(value as typeof way)} aria-label="Move or copy" data={[{ value: 'delete', label: 'Move' }, { value: 'keep', label: 'Copy' }]} />
    </Fields>
  )
}

/** What both forms have: what stands in the way, what it takes, and the buttons. No changes: nothing can be done yet. */
function Fields({ changes, bucket, verb, children, onClose, onGo }: {
  changes: readonly Change[]
  bucket: string
  verb: string
  children: ReactNode
  onClose: () => void
  onGo: () => void
}) {
  const asked = changes.slice(0, ASKED_MAX).map(({ to }) => to)
  const taken = useQuery({
    queryKey: ['objects', 'taken', bucket, asked],
    queryFn: async () => (await Promise.all(asked.map(async (to) => ((await isThere(bucket, to)) ? [to] : [])))).flat(),
    enabled: asked.length > 0,
    staleTime: 0,
  })
  const [first] = taken.data ?? []
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (changes.length > 0) onGo()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {children}
        {taken.isError && <Fault error={taken.error} />}
        {first !== undefined && (
          <Alert color="yellow" variant="light" role="status" styles={{ message: { color: 'var(--mantine-color-text)' } }}>
            {isFolder(first) ? `There is a folder “${nameOf(first)}” already: both become one, and objects of the same name are replaced.`
              : `There is an object “${nameOf(first)}” already: it is replaced.`}
            {(taken.data?.length ?? 0) > 1 && ` So it is with ${countWords((taken.data?.length ?? 1) - 1, 'more', 'more')}.`}
          </Alert>
        )}
        <Group gap={8} wrap="nowrap" align="flex-start">
          <IconInfoCircle size={16} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
          <Text size="xs" c="dimmed">
            S3 cannot {verb === 'Copy' ? 'copy a folder at once: its objects are copied one by one' : `${verb.toLowerCase()}: every object is copied under its new name, and when all are, the old ones are deleted`}.
            It goes on while you do something else, and can be stopped.
          </Text>
        </Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>Cancel</Button>
          <Button type="submit" disabled={changes.length === 0}>{verb}</Button>
        </Group>
      </Stack>
    </form>
  )
}
