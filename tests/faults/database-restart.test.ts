import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createSource } from '@/lib/collection/commands/create-source'
import { createSourceBody } from '@/lib/collection/schema'
import { createDb, createPool } from '@/lib/core/db/client'
import { startEmbedded } from '@/lib/core/db/embedded/start'
import { migrate } from '@/lib/core/db/migrate'
import type { Db } from '@/lib/core/db/types'
import { cliActor } from '@/lib/staff/actor'
import { runsOf, samplesOf } from '@/tests/support/collection'
import { waitFor } from '@/tests/support/wait-for'
import { startWorkerProcess } from '@/tests/support/worker-process'

const INTERVAL_SECONDS = 5

const aFrequentSource = (db: Db, name: string) =>
  createSource(db, cliActor, createSourceBody.parse({ name, kind: 'system', intervalSeconds: INTERVAL_SECONDS }))

/** How many scheduled runs of a source have brought samples. */
const collected = async (db: Db, sourceId: string) =>
  (await runsOf(db, sourceId)).filter((run) => run.status === 'succeeded').length

test('two workers outlive a database that is stopped under load and comes back: no slot twice, none forgotten', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'guildhall-restart-'))
  const database = await startEmbedded({ dataDir, settings: { shared_buffers: '64MB' } })
  const { appUrl } = await migrate({ ownerUrl: database.ownerUrl, appPassword: 'app' })
  const pool = createPool(appUrl, 2)
  const db = createDb(pool)
  const sources = await Promise.all(['one', 'two', 'three', 'four'].map((name) => aFrequentSource(db, name)))
  const workers = [await startWorkerProcess(db, appUrl), await startWorkerProcess(db, appUrl)]
  try {
    const before = await Promise.all(
      sources.map((source) =>
        waitFor('the first runs', async () => (await collected(db, source)) >= 1 && (await runsOf(db, source)).length),
      ),
    )
    await database.stop()
    // As long as it takes for two slots to pass without it.
    await new Promise((resolve) => setTimeout(resolve, 2.2 * INTERVAL_SECONDS * 1_000))
    await database.restart()
    await Promise.all(
      sources.map((source, index) =>
        waitFor(
          'runs after the outage',
          async () => {
            const runs = await runsOf(db, source).catch(() => [])
            return runs.length > (before[index] ?? 0) + 3 && runs.slice(-2).every((run) => run.status === 'succeeded')
          },
          60_000,
        ),
      ),
    )
    for (const source of sources) {
      const runs = (await runsOf(db, source)).filter((run) => run.slot)
      const slots = runs.map((run) => run.slot?.getTime() ?? 0)
      expect(slots).toEqual(slots.map((_, index) => (slots[0] ?? 0) + index * INTERVAL_SECONDS * 1_000))
      expect(runs.some((run) => run.status === 'missed')).toBe(true)
    }
    // They measure the same, so that each instant has one sample, of whichever of them.
    const ended = (await Promise.all(sources.map((source) => runsOf(db, source))))
      .flat()
      .filter((run) => run.status === 'succeeded')
    const instants = ended.map((run) => (run.trigger === 'schedule' && run.slot ? run.slot : run.started_at).getTime())
    const measured = (await samplesOf(db, 'system_database_size')).map((sample) => sample.at.getTime())
    expect(new Set(measured)).toEqual(new Set(instants))
    const alive = await db.selectFrom('worker').select('pid').execute()
    expect(alive.map((worker) => worker.pid).sort()).toEqual(workers.map((worker) => worker.pid).sort())
  } finally {
    await Promise.all(workers.map((worker) => worker.end('SIGTERM')))
    await pool.end()
    await database.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}, 300_000)
