import { setTimeout as delay } from 'node:timers/promises'
import { closeDb, getDb } from '@/lib/core/db/client'
import { isDatabaseUnavailable } from '@/lib/core/db/is-unavailable'
import type { Db } from '@/lib/core/db/types'
import { stopOnSignals } from '@/lib/core/lifecycle'
import { log } from '@/lib/core/log'
import { readHistory } from '@/lib/demo/history'
import { connectPlatform, startPlatform } from '@/lib/demo/platform'
import { createSimulator } from '@/lib/demo/simulate'
import { DOMAINS } from '@/lib/domains'

const TICK_MS = 2_000

/** The demo's third process: lets the made-up community go on living. */
async function main(): Promise<void> {
  const stopping = new AbortController()
  let ticking: Promise<void> = Promise.resolve()
  const endPlatform = startPlatform()
  stopOnSignals(async () => {
    stopping.abort()
    endPlatform()
    await ticking
    await closeDb()
  })
  const db = getDb()
  const history = await readHistory(db)
  if (!history) {
    endPlatform()
    return log.info('there is no demo community to simulate')
  }
  // Beside the running web, which shall not wait for it.
  ticking = fillParts(db, history.seed, stopping.signal)
  await ticking
  // It may listen elsewhere than when the endpoint was made.
  await connectPlatform(db)
  const simulator = await createSimulator(db, history)
  while (!stopping.signal.aborted) {
    ticking = simulator.tick(new Date()).catch((error: unknown) => {
      if (!isDatabaseUnavailable(error)) throw error
      log.warn({ error: (error as Error).message }, 'the simulator is waiting for the database')
    })
    await ticking
    await delay(TICK_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
  }
}

/** What each domain adds to the made-up past, one after another. */
async function fillParts(db: Db, seed: number, signal: AbortSignal): Promise<void> {
  for (const load of DOMAINS.flatMap(({ demo }) => demo?.fill ?? [])) {
    if (signal.aborted) return
    const fill = await load()
    await fill(db, { now: new Date(), seed, signal })
  }
}

await main()
