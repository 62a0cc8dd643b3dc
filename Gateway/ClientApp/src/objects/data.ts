import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { Refusal, Unanswered } from '../ui/faults'
import { buckets, head, listing, type ObjectId, objectTags, versioning, versions } from './api'
import { onJobEnd } from './jobs/jobs'
import { endpoint } from './s3'
import type { Page, Version } from './shapes'
import { onArrival, uploads } from './upload/queue'

const BUCKETS = ['objects', 'buckets'] as const
const rowsKey = (bucket: string) => ['objects', 'rows', bucket] as const
const objectKey = (bucket: string) => ['objects', 'object', bucket] as const
/** While files arrive a short listing is read again so often; a long one only at the end. */
const ARRIVALS_MS = 1_500
const SHORT_PAGES = 2

/** A port that is closed to this browser is told soon, and asked again all the same. */
const SILENT_MAX = 3
const AGAIN_MS = 5_000
const patience = {
  retry: (count: number, error: Error) => !(error instanceof Refusal) && count < SILENT_MAX,
  refetchInterval: ({ state }: { state: { error: unknown } }) => (state.error instanceof Unanswered ? AGAIN_MS : false),
} as const

export const useEndpoint = () => useQuery({ queryKey: ['objects', 'endpoint'], queryFn: endpoint, staleTime: Infinity })
export const useBuckets = () => useQuery({ ...patience, queryKey: BUCKETS, queryFn: async () => (await buckets()).toSorted((a, b) => (a.name < b.name ? -1 : 1)) })
export const useVersioning = (bucket: string) => useQuery({ ...patience, queryKey: [...rowsKey(bucket), 'versioning'], queryFn: () => versioning(bucket) })

export interface ListingOf {
  bucket: string
  prefix: string
  /** What the names begin with, inside the folder. */
  filter: string
  isHistory: boolean
}

/** The rows of a folder, a page at a time as a person scrolls. */
export const useRows = ({ bucket, prefix, filter, isHistory }: ListingOf) =>
  useInfiniteQuery({
    ...patience,
    queryKey: [...rowsKey(bucket), 'list', isHistory, prefix, filter],
    queryFn: ({ pageParam, signal }): Promise<Page> => {
      const place = { bucket, prefix: prefix + filter, delimiter: '/' }
      return isHistory ? versions(place, pageParam, signal) : listing(place, pageParam, prefix, signal)
    },
    initialPageParam: {} as Record<string, string>,
    getNextPageParam: (page) => page.next,
  })

/** The folders of a folder, as far as the first page of its listing tells. */
export const useFolders = (bucket: string, prefix: string, isOpen: boolean) =>
  useQuery({
    ...patience,
    queryKey: [...rowsKey(bucket), 'folders', prefix],
    queryFn: async ({ signal }) => {
      const page = await listing({ bucket, prefix, delimiter: '/' }, {}, prefix, signal)
      return { folders: page.rows.filter((row) => row.kind === 'folder').map(({ key }) => key), isAll: page.next === undefined }
    },
    enabled: isOpen,
  })

const idKey = ({ bucket, key, versionId }: ObjectId) => [...objectKey(bucket), key, versionId ?? ''] as const

export const useHead = (id: ObjectId, isEnabled = true) => useQuery({ ...patience, queryKey: [...idKey(id), 'head'], queryFn: () => head(id), enabled: isEnabled })
export const useObjectTags = (id: ObjectId) => useQuery({ ...patience, queryKey: [...idKey(id), 'tags'], queryFn: () => objectTags(id) })

/** The versions of one object, newest first. */
export const useVersions = (bucket: string, key: string) =>
  useInfiniteQuery({
    ...patience,
    queryKey: [...objectKey(bucket), key, 'versions'],
    queryFn: async ({ pageParam, signal }) => {
      const page = await versions({ bucket, prefix: key }, pageParam, signal)
      const own = page.rows.filter((row): row is Version => row.kind === 'version' && row.key === key)
      return { versions: own, next: own.length < page.rows.length ? undefined : page.next }
    },
    initialPageParam: {} as Record<string, string>,
    getNextPageParam: (page) => page.next,
  })

/** Reads again what may have changed. */
export function useRefresh() {
  const queries = useQueryClient()
  return useMemo(() => ({
    buckets: () => queries.invalidateQueries({ queryKey: BUCKETS }),
    rows: (bucket: string) => queries.invalidateQueries({ queryKey: rowsKey(bucket) }),
    object: (bucket: string) => Promise.all([
      queries.invalidateQueries({ queryKey: objectKey(bucket) }),
      queries.invalidateQueries({ queryKey: rowsKey(bucket) }),
    ]),
  }), [queries])
}

/** Reads listings again when uploads arrive and jobs end. */
export function useFreshRows(): void {
  const queries = useQueryClient()
  const refresh = useRefresh()
  useEffect(() => {
    const changed = new Set<string>()
    const isShort = (bucket: string) =>
      queries.getQueriesData<{ pages: unknown[] }>({ queryKey: [...rowsKey(bucket), 'list'], type: 'active' })
        .every(([, data]) => (data?.pages?.length ?? 0) <= SHORT_PAGES)
    const timer = setInterval(() => {
      const isBusy = uploads.value.some(({ state }) => state === 'running' || state === 'waiting')
      for (const bucket of [...changed]) {
        if (isBusy && !isShort(bucket)) continue
        changed.delete(bucket)
        void refresh.object(bucket)
      }
    }, ARRIVALS_MS)
    const ends = [
      onArrival((bucket) => changed.add(bucket)),
      onJobEnd((touched) => {
        for (const bucket of touched) void refresh.object(bucket)
        void refresh.buckets()
      }),
    ]
    return () => {
      clearInterval(timer)
      for (const bucket of changed) void refresh.object(bucket)
      for (const end of ends) end()
    }
  }, [queries, refresh])
}
