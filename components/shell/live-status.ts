'use client'

import { useSyncExternalStore } from 'react'

export type LiveStatus = 'connecting' | 'live' | 'lost'

let status: LiveStatus = 'connecting'
const listeners = new Set<() => void>()

export function setLiveStatus(next: LiveStatus): void {
  if (next === status) return
  status = next
  for (const listener of listeners) listener()
}

/** Whether what changes is announced to this page, its own deeds too. */
export const isLive = (): boolean => status === 'live'

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Whether hints of changes reach this page. */
export const useLiveStatus = (): LiveStatus =>
  useSyncExternalStore(
    subscribe,
    () => status,
    () => 'connecting',
  )
