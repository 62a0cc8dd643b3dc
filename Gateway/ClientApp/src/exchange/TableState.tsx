import { Skeleton, Stack } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Fault, Waiting } from '../ui/states'

/** A list before it is there: skeleton rows while it loads, the reason when it was refused, what to do when it is empty. */
export function TableState<T>({ query, empty, children }: {
  query: UseQueryResult<T[]>
  empty: ReactNode
  children: (rows: T[]) => ReactNode
}) {
  if (query.data !== undefined) return query.data.length === 0 ? empty : children(query.data)
  if (query.isError) return <Stack p="sm"><Fault error={query.error} /></Stack>
  return <Waiting><Stack gap={10} p="sm">{[0, 1, 2, 3].map((row) => <Skeleton key={row} height={22} />)}</Stack></Waiting>
}
