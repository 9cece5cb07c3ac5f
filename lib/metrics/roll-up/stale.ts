import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { outerBounds, type SeriesRange } from './series-ranges'

/** A stored bucket, by its key. */
export interface StoredKey {
  series_id: number
  /** Its start, as text: an instant, or a day as `YYYY-MM-DD`. */
  at: string
}

/** A query `(series_id, at)` of the quarters that are stored within spans, of a relation `span` that the statement has. */
export function quartersWithin(spans: readonly SeriesRange[]): RawBuilder<unknown> {
  const { first, last } = outerBounds(spans)
  return sql`select old.* from span cross join lateral (
    select series_id, at from rollup_quarter as quarter
    where quarter.series_id = span.series_id and quarter.at >= span.from_at and quarter.at < span.to_at
      and quarter.at >= ${first}::timestamptz and quarter.at < ${last}::timestamptz
  ) as old`
}

const KEYS = {
  rollup_quarter: sql`rollup.at`,
  rollup_hour: sql`rollup.at`,
  rollup_day: sql`rollup.day`,
} as const

/**
 * Removes buckets that hold nothing any more. By their keys and in a statement of its own, for there are seldom any: as part
 * of the statement that computes the others, as an anti-join with what was computed, whose size the planner can't guess,
 * scattered spans took minutes.
 */
export async function deleteStale(trx: Trx, table: keyof typeof KEYS, stale: readonly StoredKey[]): Promise<void> {
  if (stale.length === 0) return
  const key = KEYS[table]
  const type = table === 'rollup_day' ? sql`date` : sql`timestamptz`
  const ats = stale.map((bucket) => bucket.at).sort()
  await sql`
    delete from ${sql.table(table)} as rollup using unnest(
      ${stale.map((bucket) => bucket.series_id)}::int[], ${stale.map((bucket) => bucket.at)}::${type}[]
    ) as stale (series_id, at)
    where rollup.series_id = stale.series_id and ${key} = stale.at
      and ${key} >= ${ats[0]}::${type} and ${key} <= ${ats.at(-1)}::${type}`.execute(trx)
}
