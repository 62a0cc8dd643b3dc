import { Button, Skeleton, Text } from '@mantine/core'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { Moment } from '../../ui/Moment'
import { Fault, Waiting } from '../../ui/states'
import { abortUpload, unfinishedUploads } from '../api'
import type { UnfinishedUpload } from '../shapes'
import { Setting } from './Setting'
import classes from './BucketSettings.module.css'

/** Uploads in parts that nobody completed, by whichever program: their parts take room until they are ended. */
export function UnfinishedUploads({ bucket }: { bucket: string }) {
  const pages = useInfiniteQuery({
    queryKey: ['objects', 'rows', bucket, 'uploads'],
    queryFn: ({ pageParam }) => unfinishedUploads(bucket, pageParam),
    initialPageParam: {} as Record<string, string>,
    getNextPageParam: (page) => page.next,
  })
  const end = useMutation({ mutationFn: ({ key, uploadId }: UnfinishedUpload) => abortUpload(bucket, key, uploadId), onSettled: () => pages.refetch() })
  const uploads = pages.data?.pages.flatMap((page) => page.uploads)
  return (
    <Setting title="Unfinished uploads" about="Large files that were begun in parts and not completed. They take room, and no listing shows them.">
      {pages.isPending && <Waiting><Skeleton height={34} /></Waiting>}
      {pages.isError && <Fault error={pages.error} />}
      {end.isError && <Fault error={end.error} />}
      {uploads?.length === 0 && <Text size="sm">None.</Text>}
      {uploads !== undefined && uploads.length > 0 && (
        <ul className={classes.uploads}>
          {uploads.map((upload) => (
            <li key={upload.uploadId} className={classes.upload}>
              <span className={classes.what}>{upload.key}<Text size="xs" c="dimmed">Begun <Moment ms={upload.begunAt} as="short" /></Text></span>
              <Button size="compact-xs" variant="default" loading={end.isPending && end.variables.uploadId === upload.uploadId} onClick={() => end.mutate(upload)}
                aria-label={`End the upload of ${upload.key}`}>End it</Button>
            </li>
          ))}
        </ul>
      )}
      {pages.hasNextPage && <Button size="xs" variant="default" mt="xs" onClick={() => void pages.fetchNextPage()}>Show more</Button>}
    </Setting>
  )
}
