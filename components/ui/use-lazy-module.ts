'use client'

import { useSyncExternalStore } from 'react'

/** A module that is loaded when somebody first needs it, and is there at once ever after. */
export interface LazyModule<T> {
  /** The module, or null before it has come. */
  get: () => T | null
  /** Begins to load; call it on the first sign of intent. */
  load: () => void
  subscribe: (listener: () => void) => () => void
}

export function lazyModule<T>(load: () => Promise<T>): LazyModule<T> {
  let loaded: T | null = null
  let isLoading = false
  const listeners = new Set<() => void>()
  const start = async () => {
    if (isLoading) return
    isLoading = true
    try {
      loaded = await load()
      for (const listener of listeners) listener()
    } catch {
      // A chunk that could not be fetched (offline, or a new version is out) is asked for again by the next one in need.
      isLoading = false
    }
  }
  return {
    get: () => loaded,
    load: () => void start(),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const never = () => () => undefined
const nothing = () => null

/**
 * The module, or null while it comes; always null on the server and in the first pass of the browser.
 * @param isWanted while false nothing is loaded and nothing changes, even where the module is there already
 */
export function useLazyModule<T>(module: LazyModule<T>, isWanted = true): T | null {
  const subscribe = (listener: () => void) => {
    module.load()
    return module.subscribe(listener)
  }
  return useSyncExternalStore(isWanted ? subscribe : never, isWanted ? module.get : nothing, nothing)
}
