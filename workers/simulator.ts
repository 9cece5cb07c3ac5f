import { setTimeout as delay } from 'node:timers/promises'
import { closeDb, getDb } from '@/lib/core/db/client'
import { isDatabaseGone } from '@/lib/core/db/gone'
import { stopOnSignals } from '@/lib/core/lifecycle'
import { log } from '@/lib/core/log'
import { readHistory } from '@/lib/demo/history'
import { makeModeration } from '@/lib/demo/moderation'
import { connectPlatform, startPlatform } from '@/lib/demo/platform'
import { createSimulator } from '@/lib/demo/simulate'

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
  ticking = makeModeration(db, { now: new Date(), seed: history.seed, signal: stopping.signal }).then(() => undefined)
  await ticking
  // It may listen elsewhere than when the endpoint was made.
  await connectPlatform(db)
  const simulator = await createSimulator(db, history)
  while (!stopping.signal.aborted) {
    ticking = simulator.tick(new Date()).catch((error: unknown) => {
      if (!isDatabaseGone(error)) throw error
      log.warn({ error: (error as Error).message }, 'the simulator waits for the database')
    })
    await ticking
    await delay(TICK_MS, undefined, { signal: stopping.signal }).catch(() => undefined)
  }
}

await main()
