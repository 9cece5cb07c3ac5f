import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import { rollUpDirty } from '@/lib/metrics/commands/roll-up'
import { writeSamples } from '@/lib/metrics/commands/write-samples'
import { withBenchDatabase } from './support/database'
import { type BenchContext, timed } from './support/report'
import { digestRollUps, labelsOf, makeSamples, markAll } from './support/samples'

export const diskGigabytes = 20

/** The roll-up of everything against a bare copy of the same rows, and of random late samples against that of everything. */
export async function run({ quick, report, say }: BenchContext): Promise<void> {
  const size = quick ? { series: 20, days: 35, late: 500 } : { series: 200, days: 347, late: 10_000 }
  await withBenchDatabase(async ({ db, ownerDb }) => {
    const set = await makeSamples(db, { ...size, say })
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

    const span = set.to.getTime() - set.from.getTime()
    const late = Array.from({ length: size.late }, (_, n) => ({
      metric: 'active_users',
      labels: labelsOf(n % size.series),
      at: new Date(set.from.getTime() + Math.floor(Math.random() * span)),
      value: n % 1_000,
      seconds: 60,
    }))
    for (let first = 0; first < late.length; first += 500) {
      const samples = late.slice(first, first + 500)
      await inTransaction(db, (trx) => writeSamples(trx, { origin: 'collected', runId: null, samples }))
    }
    const refresh = await timed(() => rollUpDirty(db))
    report({ figure: 'late_vs_full', value: refresh / full, unit: 'ratio', bar: 0.03, n: size.late })

    const some = set.seriesIds.slice(0, 3)
    const before = await digestRollUps(db, some)
    await markAll(db, { ...set, seriesIds: some })
    await rollUpDirty(db)
    const differing = (await digestRollUps(db, some)) === before ? 0 : 1
    report({ figure: 'late_differs_from_anew', value: differing, unit: 'count', bar: 0, n: some.length })
  })
}
