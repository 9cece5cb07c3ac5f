import { useSyncExternalStore } from 'react'

/**
 * The token of a link: it stands after the `#`, which the browser sends to nobody. Empty where there is none, and undefined on the
 * server, which never sees it.
 */
export const useLinkToken = (): string | undefined =>
  useSyncExternalStore(
    (onChange) => {
      window.addEventListener('hashchange', onChange)
      return () => window.removeEventListener('hashchange', onChange)
    },
    () => window.location.hash.slice(1),
    () => undefined,
  )
