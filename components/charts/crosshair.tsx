'use client'

import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from 'react'

export interface CrosshairState {
  /** The instant that is pointed at, in milliseconds; null while nothing is. */
  at: number | null
  /** The chart under the pointer: it alone shows the tip. */
  owner: string | null
}

export interface CrosshairStore {
  get: () => CrosshairState
  set: (state: CrosshairState) => void
  subscribe: (listener: () => void) => () => void
}

const NOWHERE: CrosshairState = { at: null, owner: null }

/**
 * One crosshair for many charts, outside of React: moving it renders the small layers that subscribe to it, never a chart.
 */
export function createCrosshair(): CrosshairStore {
  let state = NOWHERE
  const listeners = new Set<() => void>()
  return {
    get: () => state,
    set(next) {
      if (next.at === state.at && next.owner === state.owner) return
      state = next.at === null ? NOWHERE : next
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const CrosshairContext = createContext<CrosshairStore | null>(null)

/** The charts within share one crosshair; put it around a page's charts. */
export function CrosshairProvider({ children }: { children: ReactNode }) {
  const [store] = useState(createCrosshair)
  return <CrosshairContext value={store}>{children}</CrosshairContext>
}

/** The page's crosshair, or one of its own for a chart that stands alone. */
export function useCrosshairStore(): CrosshairStore {
  const shared = useContext(CrosshairContext)
  const [own] = useState(createCrosshair)
  return shared ?? own
}

export const useCrosshair = (store: CrosshairStore): CrosshairState =>
  useSyncExternalStore(store.subscribe, store.get, () => NOWHERE)
