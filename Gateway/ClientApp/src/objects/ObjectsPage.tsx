import { Activity } from './Activity'
import { Browser } from './Browser'
import { BucketList } from './BucketList'
import { useFreshRows } from './data'
import classes from './ObjectsPage.module.css'
import { usePlace } from './place'
import { BucketSettings } from './settings/BucketSettings'

/** All buckets, or the one of the address: what is in it, or how it is set up. */
export default function ObjectsPage({ bucket: segment }: { bucket: string }) {
  const bucket = decoded(segment)
  const place = usePlace(bucket)
  useFreshRows()
  return (
    <div className={classes.page}>
      {bucket === '' ? <BucketList /> : place.view === 'settings' ? <BucketSettings key={bucket} place={place} /> : <Browser key={bucket} place={place} />}
      <Activity />
    </div>
  )
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
