import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { decimal } from '../ui/decimal'
import { account, type AssetBalance, fills, openOrders, orderHistory, symbols, tickers } from './api'
import { feed } from './feed'
import { type Market, marketOf } from './market'

const TICKERS_MS = 5_000
const MINE = ['exchange', 'mine'] as const

export const useMarkets = () =>
  useQuery({ queryKey: ['exchange', 'markets'], queryFn: async (): Promise<Market[]> => (await symbols()).map(marketOf), staleTime: Infinity })

export const useTickers = () => useQuery({ queryKey: ['exchange', 'tickers'], queryFn: tickers, refetchInterval: TICKERS_MS })

export const useAccount = () => useQuery({ queryKey: [...MINE, 'account'], queryFn: account })

export const useOpenOrders = () =>
  useQuery({ queryKey: [...MINE, 'open'], queryFn: async () => (await openOrders()).toSorted((a, b) => b.time - a.time) })

export const useOrderHistory = (symbol: string) =>
  useQuery({
    queryKey: [...MINE, 'history', symbol],
    queryFn: async () => (await orderHistory(symbol)).toSorted((a, b) => b.orderId - a.orderId),
    placeholderData: keepPreviousData,
  })

export const useFills = (symbol: string) =>
  useQuery({ queryKey: [...MINE, 'fills', symbol], queryFn: async () => (await fills(symbol)).toSorted((a, b) => b.id - a.id) })

/** What is free of an asset, in units; zero when it was never had. */
export const freeOf = (balances: readonly AssetBalance[] | undefined, asset: string): bigint =>
  decimal(balances?.find((balance) => balance.asset === asset)?.free ?? '0')

/** Reads one's orders, fills and balances again. */
export function useRefreshMine(): () => void {
  const queries = useQueryClient()
  return useMemo(() => () => void queries.invalidateQueries({ queryKey: MINE }), [queries])
}

/** Reads them again whenever the stream says that own orders changed. */
export function useLiveMine(): void {
  const refresh = useRefreshMine()
  useEffect(() => feed.onOwnOrders(refresh), [refresh])
}
