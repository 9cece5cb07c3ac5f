import { setTimeout as delay } from 'node:timers/promises'

const LOOK_MS = 50

/** Looks until there is something, and answers it. @throws Error that names what was waited for */
export async function waitFor<T>(
  what: string,
  look: () => Promise<T | undefined | null | false>,
  timeoutMs = 60_000,
): Promise<T> {
  const until = performance.now() + timeoutMs
  for (;;) {
    const found = await look()
    if (found) return found
    if (performance.now() > until) throw new Error(`waited ${timeoutMs / 1_000} s in vain for ${what}`)
    await delay(LOOK_MS)
  }
}
