'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { asOfQuery, usageKeys } from './usage-client'

/**
 * The one instant that every panel of the page answers for. It begins as the server's at the time of rendering; when new
 * samples are announced, it moves to the server's present, and then all panels are fetched again for it.
 * @param renderedAsOf the instant that the server rendered the page for
 */
export function useAsOf(renderedAsOf: string): string {
  const client = useQueryClient()
  const { data: asOf } = useQuery({ ...asOfQuery(), initialData: renderedAsOf, staleTime: Number.POSITIVE_INFINITY })
  const fetchedFor = useRef(asOf)
  useEffect(() => {
    if (fetchedFor.current === asOf) return
    fetchedFor.current = asOf
    void client.invalidateQueries({ queryKey: usageKeys.all })
  }, [asOf, client])
  return asOf
}
