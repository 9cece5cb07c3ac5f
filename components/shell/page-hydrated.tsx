'use client'

import { useEffect } from 'react'

/** For what never says so. */
const LATEST_MS = 15_000

let isAlive = false
const waiting = new Set<() => void>()

/** Stands in each page, and tells what lies around it that the page has come to life: on a phone it does so seconds later. */
export function PageHydrated() {
  useEffect(() => {
    isAlive = true
    for (const run of waiting) run()
    waiting.clear()
  }, [])
  return null
}

/**
 * Runs something once the first page has come to life. What it shares with the shell must not change before: it would find other
 * figures than the server drew, and React would throw it away and draw it anew.
 * @returns calls it off
 */
export function whenPageHydrated(run: () => void): () => void {
  const runOnce = () => {
    callOff()
    run()
  }
  const timer = setTimeout(runOnce, isAlive ? 0 : LATEST_MS)
  if (!isAlive) waiting.add(runOnce)
  const callOff = () => {
    clearTimeout(timer)
    waiting.delete(runOnce)
  }
  return callOff
}
