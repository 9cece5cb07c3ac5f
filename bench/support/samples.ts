import { sql } from 'kysely'
import { ensurePartitions } from '@/lib/core/db/partitions'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { ensureSeries } from '@/lib/metrics/commands/ensure-series'
import { markRangesDirty } from '@/lib/metrics/commands/mark-dirty'

export interface SampleSet {
  from: Date
  to: Date
  seriesIds: number[]
  rows: number
}

const DAY_MS = 86_400_000
const HALF_HOUR_MS = 1_800_000
const TEN_YEARS_MS = 3_653 * DAY_MS

/** The first series is the total, the others are spaces. */
export const labelsOf = (n: number): Record<string, string> => (n === 0 ? {} : { space: String(n) })

/** One sample a minute for a number of series and days, in the order in which collections would have brought them. */
export async function makeSamples(
  db: Db,
  { series, days, say }: { series: number; days: number; say: (line: string) => void },
): Promise<SampleSet> {
  const from = new Date('2024-01-01T00:00:00Z')
  const to = new Date(from.getTime() + days * DAY_MS)
  await ensurePartitions(db, 'sample', from, to)
  await ensurePartitions(db, 'rollup_quarter', from, to)
  const keys = Array.from({ length: series }, (_, n) => ({
    metric: 'active_users' as const,
    labels: labelsOf(n),
  }))
  const ids = [...(await inTransaction(db, (trx) => ensureSeries(trx, keys))).values()]
  for (let day = 0; day < days; day += 1) {
    const start = new Date(from.getTime() + day * DAY_MS)
    await sql`
      insert into sample (series_id, at, value, seconds, origin)
      select series_id, at, (series_id * 7919 + extract(epoch from at)::bigint / 60 * 31) % 997, 60, 3
      from generate_series(${start}::timestamptz, ${start}::timestamptz + interval '1 day' - interval '1 minute', interval '1 minute') as at
      cross join unnest(${ids}::int[]) as series_id`.execute(db)
    if (day % 30 === 29) say(`${day + 1} of ${days} days of samples`)
  }
  return { from, to, seriesIds: ids, rows: series * days * 1_440 }
}

/** What a series has at a whole minute; the statement above says the same. */
export const valueAt = (seriesId: number, at: number): number => (seriesId * 7_919 + (at / 60_000) * 31) % 997

/** Ten years of one series up to an instant, collected at the default interval of half an hour. */
export async function makeTenYears(db: Db, to: Date): Promise<SampleSet> {
  const from = new Date(to.getTime() - TEN_YEARS_MS)
  await ensurePartitions(db, 'sample', from, to)
  await ensurePartitions(db, 'rollup_quarter', from, to)
  const ids = await inTransaction(db, (trx) => ensureSeries(trx, [{ metric: 'online_users', labels: {} }]))
  const seriesIds = [...ids.values()]
  await sql`
    insert into sample (series_id, at, value, seconds, origin)
    select series_id, at, (extract(epoch from at)::bigint / 1800 * 31) % 997, 1800, 3
    from unnest(${seriesIds}::int[]) as series_id
    cross join generate_series(${from}::timestamptz, ${to}::timestamptz - interval '1 minute', interval '30 minutes') as at`.execute(
    db,
  )
  return { from, to, seriesIds, rows: TEN_YEARS_MS / HALF_HOUR_MS }
}

/** Marks every bucket of the set for its roll-up. */
export async function markAll(db: Db, { from, to, seriesIds }: SampleSet): Promise<void> {
  const stretches = sql`
    select series_id, ${from}::timestamptz as from_at, ${to}::timestamptz as to_at from unnest(${seriesIds}::int[]) as series_id`
  await inTransaction(db, (trx) => markRangesDirty(trx, stretches))
}

/** A digest of all roll-ups of the set, to the bit. */
export async function digestRollUps(db: Db, seriesIds: readonly number[]): Promise<string> {
  const { rows } = await sql<{ digest: string }>`
    select md5(string_agg(part, ',' order by part)) as digest from (
      select 'q' || md5(string_agg(q::text, ',' order by at)) as part from rollup_quarter as q
        where series_id = any(${seriesIds}::int[]) group by series_id
      union all select 'h' || md5(string_agg(h::text, ',' order by at)) from rollup_hour as h
        where series_id = any(${seriesIds}::int[]) group by series_id
      union all select 'd' || md5(string_agg(d::text, ',' order by day)) from rollup_day as d
        where series_id = any(${seriesIds}::int[]) group by series_id
    ) as parts`.execute(db)
  return rows[0]?.digest ?? ''
}
