import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { parseDecimal, plain } from '../ui/decimal'
import { newId } from '../ui/ids'
import { Fault } from '../ui/states'
import { deposit } from './api'
import { useRefreshMine } from './data'
import type { Market } from './market'

const USUAL: Record<string, string> = { USDT: '100000', BTC: '2', ETH: '20' }

/** Gives test money of every asset at once. The exchange gives it in the demonstration mode only, and says so otherwise. */
export function TestMoneyDialog({ markets, opened, onClose }: { markets: readonly Market[]; opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Get test money">
      <TestMoneyForm assets={[...new Set(markets.flatMap((market) => [market.quote, market.base]))]} onDone={onClose} />
    </Modal>
  )
}

function TestMoneyForm({ assets, onDone }: { assets: readonly string[]; onDone: () => void }) {
  const refresh = useRefreshMine()
  const [amounts, setAmounts] = useState(() => new Map(assets.map((asset) => [asset, USUAL[asset] ?? '10'])))
  // One id for each asset until its deposit is answered: pressing again after a failure gives nothing twice.
  const ids = useRef(new Map<string, string>())
  const give = useMutation({
    mutationFn: async () => {
      for (const asset of assets) {
        const units = parseDecimal(amounts.get(asset) ?? '')
        if (units === null || units <= 0n) continue
        const key = `${asset} ${plain(units)}`
        const id = ids.current.get(key) ?? newId()
        ids.current.set(key, id)
        await deposit(asset, plain(units), id)
      }
    },
    onSuccess: onDone,
    onSettled: refresh,
  })
  const faultOf = (asset: string) => {
    const text = amounts.get(asset) ?? ''
    const units = parseDecimal(text)
    return text === '' || (units !== null && units >= 0n) ? null : 'This is not an amount.'
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (assets.every((asset) => faultOf(asset) === null)) give.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">Play money for this exchange; worth nothing anywhere else. Leave an asset empty to take none of it.</Text>
        {assets.map((asset) => (
          <TextInput key={asset} label={asset} inputMode="decimal" value={amounts.get(asset) ?? ''} error={faultOf(asset)} maxLength={20}
            onChange={(event) => setAmounts(new Map(amounts).set(asset, event.currentTarget.value))} />
        ))}
        {give.isError && <Fault error={give.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>Cancel</Button>
          <Button type="submit" data-autofocus loading={give.isPending}>Add to my balance</Button>
        </Group>
      </Stack>
    </form>
  )
}
