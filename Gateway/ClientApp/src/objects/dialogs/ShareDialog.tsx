import { ActionIcon, Checkbox, CopyButton, Modal, NativeSelect, Skeleton, Stack, Text, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Moment } from '../../ui/Moment'
import { Link } from '../../ui/router'
import { Fault, Waiting } from '../../ui/states'
import { type ObjectId, presign } from '../api'
import { asAttachment } from '../commands'
import { nameOf } from '../keys'
import classes from './dialogs.module.css'

const HOUR = 3_600
/** A signature holds for seven days at most. */
const EXPIRIES = [
  { value: String(HOUR / 4), label: '15 minutes' }, { value: String(HOUR), label: '1 hour' }, { value: String(12 * HOUR), label: '12 hours' },
  { value: String(24 * HOUR), label: '1 day' }, { value: String(7 * 24 * HOUR), label: '7 days' },
]

/** A link that lets whoever has it read one object, until it runs out. */
export function ShareDialog({ id, onClose }: { id: ObjectId | null; onClose: () => void }) {
  return (
    <Modal opened={id !== null} onClose={onClose} title={id === null ? '' : `Share “${nameOf(id.key)}”`}>
      {id !== null && <Share id={id} />}
    </Modal>
  )
}

function Share({ id }: { id: ObjectId }) {
  const [seconds, setSeconds] = useState(String(HOUR))
  const [saves, setSaves] = useState(false)
  const link = useQuery({
    queryKey: ['objects', 'share', id.bucket, id.key, id.versionId ?? '', seconds, saves],
    queryFn: async () => {
      const { url } = await presign({
        method: 'GET', bucket: id.bucket, key: id.key, expiresSeconds: Number(seconds),
        ...(id.versionId === undefined ? {} : { versionId: id.versionId }),
        ...(saves ? { query: { 'response-content-disposition': asAttachment(id.key) } } : {}),
      })
      return { url, until: Date.now() + Number(seconds) * 1_000 }
    },
    gcTime: 0,
    staleTime: Infinity,
  })
  return (
    <Stack gap="md">
      <NativeSelect label="The link works for" value={seconds} data={EXPIRIES} data-autofocus onChange={(event) => setSeconds(event.currentTarget.value)} />
      <Checkbox label="Save it instead of showing it" checked={saves} onChange={(event) => setSaves(event.currentTarget.checked)} />
      {link.isPending && <Waiting><Skeleton height={72} /></Waiting>}
      {link.isError && <Fault error={link.error} />}
      {link.data !== undefined && (
        <>
          <div className={classes.link}>
            <code aria-label="The link" tabIndex={0} role="textbox" aria-readonly>{link.data.url}</code>
            <CopyButton value={link.data.url}>
              {({ copied, copy }) => (
                <Tooltip label={copied ? 'Copied' : 'Copy'}>
                  <ActionIcon variant="default" size="lg" onClick={copy} aria-label="Copy the link">{copied ? <IconCheck size={18} /> : <IconCopy size={18} />}</ActionIcon>
                </Tooltip>
              )}
            </CopyButton>
          </div>
          <Text size="sm" c="dimmed">
            Anybody who has the link can read {id.versionId === undefined ? 'the object' : 'this version'} until <Moment ms={link.data.until} as="short" />, without signing in,
            and nothing else of the bucket. To end all your links at once, revoke the key “Links of the web page” on the page{' '}
            <Link href="/account" className={classes.anchor}>Account</Link>.
          </Text>
        </>
      )}
    </Stack>
  )
}
