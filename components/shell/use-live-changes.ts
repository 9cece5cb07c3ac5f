'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

/** Where a page is never at rest, or the browser doesn't say so. */
const LATEST_MS = 10_000
const SOON_MS = 500

/**
 * Runs something once the page is at rest after its loading; its parts come to life one after the other, on a phone for seconds. A hint
 * that came in between would have the first ones reread what the others share, and these would find other figures than the server drew,
 * throw their part of the page away and draw it anew.
 * @returns calls it off
 */
function atRest(run: () => void): () => void {
  let callOff = (): void => undefined
  const wait = () => {
    if ('requestIdleCallback' in window) {
      const idle = requestIdleCallback(run, { timeout: LATEST_MS })
      callOff = () => cancelIdleCallback(idle)
    } else {
      const timer = setTimeout(run, SOON_MS)
      callOff = () => clearTimeout(timer)
    }
  }
  if (document.readyState === 'complete') wait()
  else {
    window.addEventListener('load', wait, { once: true })
    callOff = () => window.removeEventListener('load', wait)
  }
  return () => callOff()
}

/**
 * Keeps what is shown up to date, for the whole console, once.
 *
 * The first element of every query key is the topic that the answer depends on (lib/core/realtime/topics.ts), so that a
 * hint `{topic, id}` finds its queries by the key's prefix: `['samples', 'series', …]`, `['runs', 'list', …]`. An answer
 * that depends on two topics is keyed by the one that changes last: charts by `samples`, which the roll-up announces after
 * the run, with annotations in a query of their own under `annotations`. `meta.topics` names more of them, and `meta.of` says of
 * which one thing of a topic an answer tells (`{ claims: 7 }`), so that hints about others leave it alone.
 */
export function useLiveChanges(): void {
  const client = useQueryClient()
  useEffect(() => {
    let close: (() => void) | undefined
    let isOver = false
    const callOff = atRest(async () => {
      const { openLiveConnection } = await import('./live-connection')
      const opened = await openLiveConnection(client)
      if (isOver) opened()
      else close = opened
    })
    return () => {
      isOver = true
      callOff()
      close?.()
    }
  }, [client])
}
