import { Kbd, Modal, Table, Text } from '@mantine/core'
import { Fragment, useEffect, useState } from 'react'
import { type Action, currentActions, keyWords, useActions, useAllActions } from './actions'

const SEQUENCE_MS = 1_000

/** Fields that take only numbers mark themselves so: letters pressed in them are keys of the page. */
export const KEYS_PASS = 'data-keys-pass'

/** Fields that nothing can be written in. */
const TICKS: ReadonlySet<string> = new Set(['checkbox', 'radio'])

function mayAct(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return false
  const target = event.target as HTMLElement
  if (target.closest('[role="dialog"], [role="listbox"]') !== null) return false
  const writes = target.isContentEditable || (['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) && !TICKS.has((target as HTMLInputElement).type))
  if (!writes || event.key === 'Escape') return true
  return target.hasAttribute(KEYS_PASS) && /^[a-z?/]$/i.test(event.key)
}

/** Listens for the keys of all actions and shows them under `?`. */
export function Keys() {
  const [shown, setShown] = useState(false)
  useActions([{ id: 'keys', group: 'General', label: 'Show the keys of this page', keys: '?', run: () => setShown(true) }])

  useEffect(() => {
    let first = ''
    let firstAt = 0
    const press = (event: KeyboardEvent) => {
      if (!mayAct(event)) return
      const sequence = first !== '' && event.timeStamp - firstAt < SEQUENCE_MS ? `${first} ${event.key.toLowerCase()}` : ''
      const single = event.key.length === 1 ? event.key.toLowerCase() : event.key
      const found = currentActions().find((action) => action.keys === sequence)
        ?? currentActions().find((action) => action.keys === single)
      first = single
      firstAt = event.timeStamp
      if (found === undefined) return
      first = ''
      event.preventDefault()
      found.run()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])

  return (
    <Modal opened={shown} onClose={() => setShown(false)} title="Keys of this page" size="md">
      <KeyTable />
    </Modal>
  )
}

function KeyTable() {
  const actions = useAllActions().filter((action) => action.keys !== undefined)
  const groups = Map.groupBy(actions, (action) => action.group)
  return (
    <Table verticalSpacing={6} withRowBorders={false}>
      <Table.Tbody>
        {[...groups].map(([group, rows]) => (
          <Fragment key={group}>
            <Table.Tr>
              <Table.Th colSpan={2} pt="sm"><Text size="sm" c="dimmed" fw={600}>{group}</Text></Table.Th>
            </Table.Tr>
            {rows.map((action) => <KeyRow key={action.id} action={action} />)}
          </Fragment>
        ))}
        <Table.Tr><Table.Td>Go to anything, do anything</Table.Td><Table.Td ta="right"><Kbd>Ctrl</Kbd> <Kbd>K</Kbd></Table.Td></Table.Tr>
      </Table.Tbody>
    </Table>
  )
}

function KeyRow({ action }: { action: Action }) {
  return (
    <Table.Tr>
      <Table.Td>{action.label}</Table.Td>
      <Table.Td ta="right">
        {keyWords(action.keys ?? '').split(' ').map((key, index) => (
          <Fragment key={key}>{index > 0 && (action.isLocal ? ' ' : ' then ')}<Kbd>{key}</Kbd></Fragment>
        ))}
      </Table.Td>
    </Table.Tr>
  )
}
