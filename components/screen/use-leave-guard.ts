'use client'

import { useEffect, useEffectEvent } from 'react'

/**
 * While it is on, the browser's Back and Forward ask first: the page stays, and `onLeave` gets what carries on. The router hears nothing
 * of it. A browser lets a page do this once after each click or key, and one without the Navigation API not at all. Closing or
 * reloading the tab is asked about by the browser itself.
 */
export function useLeaveGuard(isOn: boolean, onLeave: (proceed: () => void) => void): void {
  const ask = useEffectEvent(onLeave)
  useEffect(() => {
    if (!isOn) return
    const navigation = 'navigation' in window ? window.navigation : null
    const onNavigate = (event: NavigateEvent) => {
      if (event.navigationType !== 'traverse' || !event.cancelable) return
      event.preventDefault()
      const { key } = event.destination
      ask(() => {
        stop()
        navigation?.traverseTo(key)
      })
    }
    const onBeforeUnload = (event: BeforeUnloadEvent) => event.preventDefault()
    const stop = () => {
      navigation?.removeEventListener('navigate', onNavigate)
      window.removeEventListener('beforeunload', onBeforeUnload)
    }
    navigation?.addEventListener('navigate', onNavigate)
    window.addEventListener('beforeunload', onBeforeUnload)
    return stop
  }, [isOn])
}
