import { Button, Drawer, Skeleton, Stack, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { decimal, readable } from '../ui/decimal'
import { Moment } from '../ui/Moment'
import { Fault, Waiting } from '../ui/states'
import { ledger, LEDGER_PAGE, type LedgerEntry } from './api'
import classes from './LedgerDrawer.module.css'

/** Why a balance is what it is: every posting of the ledger, newest first. */
export function LedgerDrawer({ asset, onClose }: { asset: string | null; onClose: () => void }) {
  return (
    <Drawer opened={asset !== null} onClose={onClose} position="right" title={`Why your ${asset ?? ''} balance is what it is`}>
      {asset !== null && <Entries asset={asset} />}
    </Drawer>
  )
}

function Entries({ asset }: { asset: string }) {
  const pages = useInfiniteQuery({
    queryKey: ['exchange', 'mine', 'ledger', asset],
    queryFn: ({ pageParam }) => ledger(asset, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.length < LEDGER_PAGE ? undefined : String(page.at(-1)?.id)),
  })
  if (pages.isPending) return <Waiting><Stack>{[0, 1, 2, 3].map((row) => <Skeleton key={row} height={40} />)}</Stack></Waiting>
  if (pages.isError) return <Fault error={pages.error} />
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">Each line moves money into or out of your free balance, or between free and held. Added up they give exactly what you have.</Text>
      <ol className={classes.entries}>
        {pages.data.pages.flat().map((entry) => (
          <li key={entry.id} className={classes.entry}>
            <div className={classes.what}>
              <span>{reasonWords(entry)}</span>
              <span className={classes.when}><Moment ms={entry.time} as="short" /></span>
            </div>
            <div className={classes.deltas}>
              <Delta name="free" text={entry.freeDelta} />
              <Delta name="held" text={entry.heldDelta} />
            </div>
          </li>
        ))}
      </ol>
      {pages.hasNextPage && <Button fullWidth mt="sm" variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>Show older</Button>}
    </>
  )
}

function Delta({ name, text }: { name: string; text: string }) {
  const units = decimal(text)
  if (units === 0n) return null
  return <span><span className={units > 0n ? classes.gain : classes.loss}>{units > 0n ? '+' : ''}{readable(units, 2)}</span> {name}</span>
}

function reasonWords(entry: LedgerEntry): string {
  const order = `order ${entry.orderId} (${entry.symbol})`
  switch (entry.reason.toUpperCase()) {
    case 'DEPOSIT': return 'Test money'
    case 'HOLD': return `Set aside for ${order}`
    case 'RELEASE': return `No longer needed for ${order}`
    case 'PAID': return `Given in trade ${entry.tradeId}, ${order}`
    case 'RECEIVED': return `Received in trade ${entry.tradeId}, ${order}`
    case 'FEE': return `Fee of trade ${entry.tradeId}, ${order}`
    default: return `${entry.reason}, ${order}`
  }
}
