'use client'

import { WifiOff } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { useLiveStatus } from './live-status'

function subscribe(listener: () => void): () => void {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}

const useIsOnline = () =>
  useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  )

/** Says that what is shown may be old, and that nobody has to do anything about it. */
export function OfflineBanner() {
  const isOnline = useIsOnline()
  const status = useLiveStatus()
  const words = !isOnline
    ? 'You are offline. This page may be out of date and will update when you’re back online.'
    : status === 'lost'
      ? 'Guildhall can’t be reached. This page may be out of date. Reconnecting automatically.'
      : null
  return (
    <div role="status">
      {words ? (
        <p className="flex items-center gap-2 border-line border-b bg-warn-soft px-4 py-1.5 font-medium text-sm text-warn-text md:px-6">
          <WifiOff aria-hidden className="size-4 shrink-0" />
          {words}
        </p>
      ) : null}
    </div>
  )
}
