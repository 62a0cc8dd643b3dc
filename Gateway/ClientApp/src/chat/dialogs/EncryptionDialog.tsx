import { Modal, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { chat } from '../chat'
import { securityCode } from '../mls/code'
import type { Leaf } from '../mls/group'
import classes from './dialogs.module.css'
import type { Line } from '../types'

/** What encryption means here, and the code that people compare. */
export function EncryptionDialog({ line, opened, onClose }: { line: Line; opened: boolean; onClose: () => void }) {
  const [state, setState] = useState<{ leaves: Leaf[]; code: string } | null>(null)
  useEffect(() => {
    if (!opened) return
    let isGone = false
    void chat.leaves(line.id).then(async (leaves) => {
      const code = leaves.length === 0 ? '' : await securityCode(leaves)
      if (!isGone) setState({ leaves, code })
    })
    return () => { isGone = true }
  }, [line.id, line.epoch, line.head, opened])
  const byAccount = Map.groupBy(state?.leaves ?? [], (leaf) => leaf.account)
  return (
    <Modal opened={opened} onClose={onClose} title="End-to-end encryption" size="md">
      <Stack gap="md">
        <Text size="sm">
          Messages and files are sealed on your device and opened on the devices of the people here (MLS, RFC 9420). The server keeps them in
          order and cannot read them. A device that joins later cannot read what was before.
        </Text>
        {state !== null && state.code !== '' && (
          <>
            <Text size="sm">
              Compare this code with the others, in person or by phone. If it is the same everywhere, nobody sits between you. It changes when
              a device comes or goes.
            </Text>
            <div className={classes.code} role="group" aria-label="Security code">{state.code.split(' ').map((part, index) => <span key={index}>{part}</span>)}</div>
            <div>
              <Text size="sm" fw={600} c="dimmed" mb={4}>Devices with keys</Text>
              {[...byAccount].map(([account, leaves]) => (
                <Text key={account} size="sm">{chat.nameOf(account)}: {leaves.length === 1 ? '1 device' : `${leaves.length} devices`}</Text>
              ))}
            </div>
          </>
        )}
        {state !== null && state.code === '' && <Text size="sm" c="dimmed">Keys are exchanged with the first message; this device is not part of the group yet.</Text>}
      </Stack>
    </Modal>
  )
}
