import { ensurePartitions } from '@/lib/core/db/partitions'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { rollUpDirty } from '@/lib/metrics/commands/roll-up'
import { writeSamples } from '@/lib/metrics/commands/write-samples'
import { withBenchDatabase } from './support/database'
import { type BenchContext, timed } from './support/report'
import { labelsOf } from './support/samples'

const START = Date.parse('2024-06-01T00:00:00Z')

/** Collections of 200 series a minute, with their roll-up beside them as the worker does it, and without. */
export async function run({ quick, report }: BenchContext): Promise<void> {
  const runs = quick ? 30 : 600
  const without = await measure(runs, false)
  const beside = await measure(runs, true)
  report({ figure: 'insert_with_rollup', value: beside / without, unit: 'ratio', bar: 1.5, n: runs })
}

const measure = (runs: number, isRolledUp: boolean): Promise<number> =>
  withBenchDatabase(async ({ db }) => {
    await ensurePartitions(db, 'sample', new Date(START), new Date(START + runs * 60_000))
    await collect(db, 0)
    let isCollecting = true
    const upkeep = isRolledUp ? keepUp(db, () => isCollecting) : Promise.resolve()
    const spent = await timed(async () => {
      for (let minute = 1; minute <= runs; minute += 1) await collect(db, minute)
    })
    isCollecting = false
    await upkeep
    return spent
  })

async function keepUp(db: Db, isNeeded: () => boolean): Promise<void> {
  while (isNeeded()) await rollUpDirty(db)
}

const collect = (db: Db, minute: number): Promise<number> =>
  inTransaction(db, (trx) =>
    writeSamples(trx, {
      origin: 'collected',
      runId: null,
      samples: Array.from({ length: 200 }, (_, n) => ({
        metric: 'active_users',
        labels: labelsOf(n),
        at: new Date(START + minute * 60_000),
        value: (n * 31 + minute) % 97,
        seconds: 60,
      })),
    }),
  )
