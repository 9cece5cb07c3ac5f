'use client'

import { useEffect, useEffectEvent } from 'react'

/** How many entries of the history lie between two instants; the way back where the browser doesn't number them. */
const indexNow = (): number | undefined =>
  'navigation' in window ? (window.navigation.currentEntry?.index ?? undefined) : undefined

/**
 * While it is on, the browser's Back and Forward ask first: the page stays, and `onLeave` gets what would carry on. The router hears
 * nothing of it. Closing or reloading the tab is asked about by the browser itself.
 */
export function useLeaveGuard(isOn: boolean, onLeave: (proceed: () => void) => void): void {
  const ask = useEffectEvent(onLeave)
  useEffect(() => {
    if (!isOn) return
    const start = indexNow()
    let isReturning = false
    // Capturing, so that it comes before the router's own listener.
    const onPopState = (event: PopStateEvent) => {
      event.stopImmediatePropagation()
      if (isReturning) {
        isReturning = false
        return
      }
      const now = indexNow()
      const distance = start === undefined || now === undefined ? -1 : now - start
      isReturning = true
      history.go(-distance)
      ask(() => {
        stop()
        history.go(distance)
      })
    }
    const onBeforeUnload = (event: BeforeUnloadEvent) => event.preventDefault()
    const stop = () => {
      window.removeEventListener('popstate', onPopState, true)
      window.removeEventListener('beforeunload', onBeforeUnload)
    }
    window.addEventListener('popstate', onPopState, true)
    window.addEventListener('beforeunload', onBeforeUnload)
    return stop
  }, [isOn])
}
