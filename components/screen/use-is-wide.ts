import { useSyncExternalStore } from 'react'

/** From this width on a detail stands beside its list; the same as Tailwind's xl. */
const WIDE = '(min-width: 80rem)'

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(WIDE)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

/** Whether there is room for the detail beside the list; on the server it is assumed. */
export const useIsWide = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => window.matchMedia(WIDE).matches,
    () => true,
  )
