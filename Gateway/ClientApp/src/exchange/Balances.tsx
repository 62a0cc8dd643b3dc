import { Button } from '@mantine/core'
import { IconWallet } from '@tabler/icons-react'
import { useState } from 'react'
import { type Column, DataTable } from '../ui/DataTable'
import { decimal, readable } from '../ui/decimal'
import { Empty } from '../ui/states'
import type { AssetBalance } from './api'
import { useAccount } from './data'
import { LedgerDrawer } from './LedgerDrawer'
import { TableState } from './TableState'

/** What one has, what of it is held for open orders, and why. */
export function Balances({ onTestMoney }: { onTestMoney: () => void }) {
  const account = useAccount()
  const [asset, setAsset] = useState<string | null>(null)
  const query = { ...account, data: account.data?.balances } as Parameters<typeof TableState<AssetBalance>>[0]['query']
  const columns: Column<AssetBalance>[] = [
    { name: 'Asset', width: 'minmax(40px, 0.5fr)', cell: (balance) => balance.asset },
    { name: 'Free', width: 'minmax(126px, 1fr)', align: 'right', cell: (balance) => readable(decimal(balance.free), 2) },
    { name: 'Held', width: 'minmax(60px, 1fr)', align: 'right', cell: (balance) => readable(decimal(balance.locked), 2) },
    { name: 'All', width: 'minmax(80px, 1fr)', align: 'right', wideOnly: true, cell: (balance) => readable(decimal(balance.free) + decimal(balance.locked), 2) },
    {
      name: 'Why', width: '56px', align: 'right',
      cell: (balance) => <Button size="compact-xs" variant="default" onClick={() => setAsset(balance.asset)} aria-label={`Why is my ${balance.asset} balance so`}>Why?</Button>,
    },
  ]
  return (
    <>
      <TableState query={query} empty={(
        <Empty icon={IconWallet} title="You have nothing to trade with yet" action={<Button onClick={onTestMoney}>Get test money</Button>}>
          This exchange trades play money. Take some and place your first order.
        </Empty>
      )}>
        {(rows) => <DataTable label="Balances" columns={columns} rows={rows} keyOf={(balance) => balance.asset} />}
      </TableState>
      <LedgerDrawer asset={asset} onClose={() => setAsset(null)} />
    </>
  )
}
