import fc from 'fast-check'
import { sql } from 'kysely'
import { describe } from 'vitest'
import { ensurePartitions } from '@/lib/core/db/partitions'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { type BruteRollup, bruteQuarters, compose } from '@/tests/support/brute-roll-up'
import { expect, test } from '@/tests/support/database'
import { rollUpDirty } from '../commands/roll-up'
import { writeSamples } from '../commands/write-samples'
import { STALE_AFTER_INTERVALS } from '../stale-after'

const START = Date.parse('2024-03-30T20:00:00Z')
const SPAN_MS = 30 * 3_600_000

interface Arrival {
  at: number
  value: number
  seconds: number
  origin: 'collected' | 'pushed' | 'backfill'
  metric: 'active_users' | 'sign_ins'
}

const arrival = fc.record({
  at: fc.oneof(
    fc.integer({ min: 0, max: SPAN_MS }),
    fc.integer({ min: 0, max: SPAN_MS / 900_000 }).map((slot) => slot * 900_000),
  ),
  value: fc.oneof(
    fc.integer({ min: 0, max: 5 }),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }).filter((value) => Math.abs(value) > 1e-9),
  ),
  seconds: fc.constantFrom(1, 15, 60, 900, 1800, 7200, 86_400),
  origin: fc.constantFrom('collected', 'pushed', 'backfill'),
  metric: fc.constantFrom('active_users', 'sign_ins'),
}) as fc.Arbitrary<Arrival>

describe('roll-ups', () => {
  test('end bit-equal to the definition, whatever the order of arrival, the batches and the passes between', async ({
    db,
  }) => {
    await ensurePartitions(db, 'sample', new Date(START), new Date(START + SPAN_MS))
    await db.updateTable('rollup_state').set({ day_zone: 'Europe/Berlin' }).execute()
    const order = fc.array(arrival, { minLength: 1, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(order, fc.array(fc.nat({ max: 6 })), fc.nat({ max: 6 }), async (arrivals, cuts, late) => {
        await empty(db)
        await arrive(db, arrivals, cuts, late)
        await expectDefinition(db, arrivals)
        expect(await db.selectFrom('rollup_dirty').selectAll().execute()).toEqual([])
      }),
      { numRuns: 30 },
    )
  }, 120_000)
})

async function empty(db: Db): Promise<void> {
  for (const table of ['sample', 'rollup_quarter', 'rollup_hour', 'rollup_day', 'rollup_dirty'] as const) {
    await db.deleteFrom(table).execute()
  }
}

/** Writes the arrivals in batches of the sizes `cuts`, with a roll-up after every `late` + 1 of them and one at the end. */
async function arrive(db: Db, arrivals: readonly Arrival[], cuts: readonly number[], late: number): Promise<void> {
  const rest = [...arrivals]
  for (let batch = 0; rest.length > 0; batch += 1) {
    const size = (cuts[batch % Math.max(cuts.length, 1)] ?? 3) + 1
    for (const one of rest.splice(0, size)) {
      await inTransaction(db, (trx) =>
        writeSamples(trx, { origin: one.origin, runId: null, samples: [{ ...one, at: new Date(START + one.at) }] }),
      )
    }
    if (batch % (late + 1) === 0) await rollUpDirty(db, { batch: 7 })
  }
  await rollUpDirty(db, { batch: 7 })
}

async function expectDefinition(db: Db, arrivals: readonly Arrival[]): Promise<void> {
  for (const [metric, stands] of [
    ['active_users', STALE_AFTER_INTERVALS],
    ['sign_ins', 1],
  ] as const) {
    const quarters = bruteQuarters(winners(arrivals, metric), stands)
    expect(await stored(db, metric, 'quarter')).toEqual(byText(quarters, iso))
    const hours = compose(quarters, (at) => Math.floor(at / 3_600_000) * 3_600_000)
    expect(await stored(db, metric, 'hour')).toEqual(byText(hours, iso))
    const days = compose(quarters, (at) =>
      new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(new Date(at)),
    )
    expect(await stored(db, metric, 'day')).toEqual(byText(days, (day) => day))
  }
}

const RANK = { collected: 3, pushed: 2, backfill: 1 }

/** One sample per instant: collected beats pushed beats backfill, then the larger value. */
function winners(arrivals: readonly Arrival[], metric: string) {
  const best = new Map<number, Arrival>()
  for (const one of arrivals.filter((candidate) => candidate.metric === metric)) {
    const before = best.get(one.at)
    const wins =
      !before || RANK[one.origin] > RANK[before.origin] || (one.origin === before.origin && one.value > before.value)
    if (wins) best.set(one.at, one)
  }
  return [...best.values()].map((one) => ({ ...one, at: START + one.at }))
}

const iso = (at: number): string => new Date(at).toISOString()

const byText = <K>(buckets: Map<K, BruteRollup>, text: (key: K) => string): Record<string, BruteRollup> =>
  Object.fromEntries([...buckets].map(([key, bucket]) => [text(key), positiveZero(bucket)]))

// Postgres and JavaScript both know −0; which zero a sum of zeros is, is nobody's business.
const positiveZero = (bucket: BruteRollup): BruteRollup =>
  Object.fromEntries(Object.entries(bucket).map(([name, value]) => [name, value + 0])) as unknown as BruteRollup

async function stored(db: Db, metric: string, table: 'quarter' | 'hour' | 'day') {
  const key = table === 'day' ? sql`day::text` : sql`at`
  const { rows } = await sql<BruteRollup & { key: Date | string }>`
    select ${key} as key, samples, sum, min, max, first, last, value_seconds, covered_seconds
    from ${sql.table(`rollup_${table}`)} as rollup
    join series on series.id = rollup.series_id join metric on metric.id = series.metric_id
    where metric.name = ${metric}`.execute(db)
  return Object.fromEntries(
    rows.map(({ key: at, ...bucket }) => [at instanceof Date ? at.toISOString() : at, positiveZero(bucket)]),
  )
}
