import { Skeleton } from '@mantine/core'
import { Waiting } from '../ui/states'

/** The ladder before its first answer: rows where rows will be. */
export function LadderSkeleton({ rows }: { rows: number }) {
  return (
    <Waiting>
      <div style={{ padding: '8px 12px' }}>
        {Array.from({ length: Math.min(rows * 2, 40) }, (_, index) => <Skeleton key={index} height={12} mb={8} radius="sm" />)}
      </div>
    </Waiting>
  )
}
