import { Button, Group } from '@mantine/core'
import { IconCloudUpload, IconFilterOff, IconSparkles, IconUpload } from '@tabler/icons-react'
import { Empty } from '../ui/states'
import { type Place } from './address'
import type { Commands } from './browserActions'
import classes from './NothingHere.module.css'

/** A folder without rows: what it is, and what to do next. */
export function NothingHere({ place, filter, isReading, commands }: { place: Place; filter: string; isReading: boolean; commands: Commands }) {
  if (isReading) return null
  if (filter !== '') {
    return <Empty icon={IconFilterOff} title={`No name here begins with “${filter}”`}>Capital and small letters differ. Only what stands in this folder is looked at.</Empty>
  }
  const isTop = place.prefix === ''
  return (
    <div className={classes.zone}>
      <Empty icon={IconCloudUpload} title={isTop ? 'The bucket is empty' : 'The folder is empty'} action={(
        <Group gap="xs" justify="center">
          <Button leftSection={<IconUpload size={16} aria-hidden />} onClick={commands.upload}>Upload files</Button>
          <Button variant="default" onClick={commands.uploadFolder}>Upload a folder</Button>
          {isTop && <Button variant="default" leftSection={<IconSparkles size={16} aria-hidden />} onClick={commands.fill}>Fill with sample data</Button>}
        </Group>
      )}>
        Drop files or whole folders here. Large ones go in parts: they can be paused, and go on after a reload.
      </Empty>
    </div>
  )
}
