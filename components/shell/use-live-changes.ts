'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { whenPageHydrated } from './page-hydrated'

/**
 * Keeps what is shown up to date, for the whole console, once.
 *
 * The first element of every query key is the topic that the answer depends on (lib/core/realtime/topics.ts), so that a
 * hint `{topic, id}` finds its queries by the key's prefix: `['samples', 'series', …]`, `['runs', 'list', …]`. An answer
 * that depends on two topics is keyed by the one that changes last: charts by `samples`, which the roll-up announces after
 * the run, with annotations in a query of their own under `annotations`. `meta.topics` names more of them, and `meta.of` says of
 * which one thing of a topic an answer tells (`{ claims: 7 }`), so that hints about others leave it alone.
 */
export function useLiveChanges(): void {
  const client = useQueryClient()
  useEffect(() => {
    let close: (() => void) | undefined
    let isOver = false
    const callOff = whenPageHydrated(async () => {
      const { openLiveConnection } = await import('./live-connection')
      const opened = await openLiveConnection(client)
      if (isOver) opened()
      else close = opened
    })
    return () => {
      isOver = true
      callOff()
      close?.()
    }
  }, [client])
}
