'use client'

import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from 'react'
import { toZone } from '@/lib/core/time/zones'

const TICK_MS = 15_000

interface Clock {
  /** The community's zone; days and reports are its. */
  homeZone: string
  /** The instant at which the server rendered; until hydration, now is then. */
  renderedAt: number
}

const ClockContext = createContext<Clock>({ homeZone: 'UTC', renderedAt: 0 })

interface ClockProviderProps {
  homeZone: string
  renderedAt: number
  children: ReactNode
}

/** Gives every time on the page the same now and the same zones; on the server and in the browser's first pass alike. */
export function ClockProvider({ homeZone, renderedAt, children }: ClockProviderProps) {
  const clock = useMemo(() => ({ homeZone, renderedAt }), [homeZone, renderedAt])
  return <ClockContext value={clock}>{children}</ClockContext>
}

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let now = Date.now()
/** Asking takes a formatter, a tenth of a millisecond, and every time on the page asks at every look. */
let zone: string | null | undefined

function tick(): void {
  now = Date.now()
  zone = undefined
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (!timer) {
    now = Date.now()
    timer = setInterval(tick, TICK_MS)
    // A tab that slept tells the right time as soon as it is looked at.
    document.addEventListener('visibilitychange', tick)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
    document.removeEventListener('visibilitychange', tick)
  }
}

/** Now in milliseconds, moving every 15 s. */
export function useNow(): number {
  const { renderedAt } = useContext(ClockContext)
  return useSyncExternalStore(
    subscribe,
    () => now,
    () => renderedAt,
  )
}

const never = () => () => undefined

/** Browsers have names of their own for some zones; null where theirs is none that we know. */
function browserZone(): string | null {
  if (zone === undefined) zone = toZone(Intl.DateTimeFormat().resolvedOptions().timeZone ?? '')
  return zone
}

/** The viewer's zone and the community's; on the server, and where the viewer's is not known, both are the community's. */
export function useZones(): { viewer: string; home: string } {
  const { homeZone } = useContext(ClockContext)
  const viewer = useSyncExternalStore(never, browserZone, () => homeZone) ?? homeZone
  return { viewer, home: homeZone }
}
