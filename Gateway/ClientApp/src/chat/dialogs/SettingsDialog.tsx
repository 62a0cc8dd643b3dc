import { Badge, Button, Modal, Stack, Switch, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { Fault } from '../../ui/states'
import { useStore } from '../../ui/store'
import { Moment } from '../../ui/Moment'
import { chat } from '../chat'
import { Face } from '../Face'
import { notices, setNotices } from '../notices'
import classes from './dialogs.module.css'
import type { Device, MemberName } from '../types'

const REVEALED = 'chat-revealed'

/** Notifications, who may know when one was there, the devices, and who is blocked. */
export function SettingsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [devices, setDevices] = useState<Device[]>([])
  const [blocked, setBlocked] = useState<MemberName[]>([])
  const [fault, setFault] = useState<unknown>(null)
  const [isRefused, setRefused] = useState(false)
  const [isRevealed, setRevealed] = useState(() => localStorage.getItem(`${REVEALED}-${chat.me}`) !== 'no')
  const areNotices = useStore(notices)
  const load = async () => {
    setDevices(await chat.call<Device[]>('Devices'))
    setBlocked(await chat.call<MemberName[]>('Blocked'))
  }
  useEffect(() => { if (opened) load().then(() => setFault(null), setFault) }, [opened])
  const act = (work: Promise<unknown>) => void work.then(load).then(() => setFault(null), setFault)
  return (
    <Modal opened={opened} onClose={onClose} title="Chat settings" size="md">
      <Stack gap="lg">
        {fault !== null && <Fault error={fault} />}
        <Stack gap="sm">
          <Switch label="Tell me of messages while I look elsewhere" description={isRefused ? 'The browser does not allow it; its settings for this site say why.' : 'By notifications of the browser'}
            checked={areNotices} onChange={(event) => void setNotices(event.currentTarget.checked).then((done) => setRefused(!done))} />
          <Switch label="Others see when I am online and was last seen" checked={isRevealed} onChange={(event) => {
            const to = event.currentTarget.checked
            chat.call('Reveal', to).then(() => {
              setRevealed(to)
              localStorage.setItem(`${REVEALED}-${chat.me}`, to ? 'yes' : 'no')
            }, setFault)
          }} />
        </Stack>
        <div>
          <Text fw={600} size="sm" mb={4}>Devices</Text>
          {devices.map((device) => (
            <div key={device.device} className={classes.person}>
              <span>{device.name}<Text span size="xs" c="dimmed"> · since <Moment ms={device.since} as="short" /></Text></span>
              <span />
              {device.device === chat.device
                ? <Badge variant="light" color="gray">This one</Badge>
                : <Button size="compact-sm" variant="subtle" color="red" aria-label={`Remove ${device.name}`} onClick={() => act(chat.removeDevice(device.device))}>Remove</Button>}
            </div>
          ))}
        </div>
        <div>
          <Text fw={600} size="sm" mb={4}>Blocked</Text>
          {blocked.length === 0 && <Text size="sm" c="dimmed">Nobody. Block somebody in the details of the chat with them.</Text>}
          {blocked.map((one) => (
            <div key={one.account} className={classes.person}>
              <Face title={one.handle} size={32} /><span>{one.handle}</span>
              <Button size="compact-sm" variant="subtle" onClick={() => act(chat.call('Block', one.handle, false))}>Allow again</Button>
            </div>
          ))}
        </div>
      </Stack>
    </Modal>
  )
}
