import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import { rollUpDirty } from '@/lib/metrics/commands/roll-up'
import { writeSamples } from '@/lib/metrics/commands/write-samples'
import { type BenchContext, timed } from './support/report'
import { digestRollUps, labelsOf, markAll } from './support/samples'
import { sharedSamples } from './support/shared'

export const diskGigabytes = 20
export const shares = ['samples'] as const

/** The roll-up of everything against a bare copy of the same rows, and of random late samples against that of everything. */
export async function run({ quick, report, say }: BenchContext): Promise<void> {
  const shared = await sharedSamples({ quick, say })
  const { db, ownerDb } = shared.database
  const { set } = shared
  const lateRows = quick ? 500 : 10_000
  await sql`analyze sample`.execute(ownerDb)
  const copy = await timed(() =>
    sql`create unlogged table sample_copy as select series_id, at, value, seconds, run_id, origin, metadata from sample`.execute(
      ownerDb,
    ),
  )
  await sql`drop table sample_copy`.execute(ownerDb)
  await markAll(db, set)
  say(`rolling up ${set.rows} samples`)
  const full = await timed(() => rollUpDirty(db))
  report({ figure: 'rollup_vs_copy', value: full / copy, unit: 'ratio', bar: 1.6, n: set.rows })
  shared.isRolledUp = true

  const span = set.to.getTime() - set.from.getTime()
  const late = Array.from({ length: lateRows }, (_, n) => ({
    metric: 'active_users',
    labels: labelsOf(1 + (n % (set.seriesIds.length - 1))),
    at: new Date(set.from.getTime() + Math.floor(Math.random() * span)),
    value: n % 1_000,
    seconds: 60,
  }))
  for (let first = 0; first < late.length; first += 500) {
    const samples = late.slice(first, first + 500)
    await inTransaction(db, (trx) => writeSamples(trx, { origin: 'collected', runId: null, samples }))
  }
  const refresh = await timed(() => rollUpDirty(db))
  report({ figure: 'late_vs_full', value: refresh / full, unit: 'ratio', bar: 0.03, n: lateRows })

  const some = set.seriesIds.slice(0, 20)
  const before = await digestRollUps(db, some)
  await markAll(db, { ...set, seriesIds: some })
  await rollUpDirty(db)
  const differing = (await digestRollUps(db, some)) === before ? 0 : 1
  report({ figure: 'late_differs_from_anew', value: differing, unit: 'count', bar: 0, n: some.length })
}
