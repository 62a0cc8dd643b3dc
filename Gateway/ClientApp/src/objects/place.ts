import { useMemo } from 'react'
import { navigate, redirect, useSearch } from '../ui/router'
import { addressOf, type Place, readPlace } from './address'

export function usePlace(bucket: string): Place {
  const search = useSearch()
  return useMemo(() => readPlace(bucket, search), [bucket, search])
}

export const goTo = (place: Place): void => navigate(addressOf(place))

/** The same place, told otherwise: the browser's way back does not stop at it. */
export const goToInstead = (place: Place): void => redirect(addressOf(place))
