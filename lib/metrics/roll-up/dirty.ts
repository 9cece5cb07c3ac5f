import { sql } from 'kysely'
import type { Db, Trx } from '@/lib/core/db/types'
import { METRICS, type MetricName } from '../catalogue'

/** A 15-minute bucket of a series that waits for its roll-up. */
export interface DirtyBucket {
  series_id: number
  at: Date
}

export interface SeriesOfBatch {
  id: number
  metric: MetricName
  labels: Record<string, string>
}

/** Dirty buckets after a cursor, in key order, without a lock: only to know what a batch will need. */
export async function peekDirty(db: Db, after: DirtyBucket | undefined, limit: number): Promise<DirtyBucket[]> {
  const query = db
    .selectFrom('rollup_dirty')
    .select(['series_id', 'at'])
    .orderBy('series_id')
    .orderBy('at')
    .limit(limit)
  if (!after) return query.execute()
  return query.where(sql<boolean>`(series_id, at) > (${after.series_id}::int, ${after.at}::timestamptz)`).execute()
}

/**
 * Takes marks out of the table and answers the ones that it got. One that a writer holds is left: that writer has not
 * committed what it marks, and asks for the next pass itself. The samples must be read by a later statement, whose
 * snapshot then holds everything that was committed before the mark was taken.
 */
export async function takeDirty(trx: Trx, wanted: readonly DirtyBucket[]): Promise<DirtyBucket[]> {
  const { rows } = await sql<DirtyBucket>`
    with wanted as (
      select * from unnest(
        ${wanted.map((bucket) => bucket.series_id)}::int[], ${wanted.map((bucket) => bucket.at)}::timestamptz[]
      ) as wanted (series_id, at)
    ), taken as (
      select series_id, at from rollup_dirty join wanted using (series_id, at) for update of rollup_dirty skip locked
    ), gone as (
      delete from rollup_dirty using taken
      where rollup_dirty.series_id = taken.series_id and rollup_dirty.at = taken.at
      returning rollup_dirty.series_id, rollup_dirty.at
    )
    select series_id, at from gone order by series_id, at`.execute(trx)
  return rows
}

/** What the series of a batch measure. */
export async function seriesOfBatch(trx: Trx, buckets: readonly DirtyBucket[]): Promise<Map<number, SeriesOfBatch>> {
  const ids = [...new Set(buckets.map((bucket) => bucket.series_id))]
  const { rows } = await sql<{ id: number; metric: string; labels: Record<string, string> }>`
    select series.id, metric.name as metric, series.labels
    from series join metric on metric.id = series.metric_id where series.id = any(${ids}::int[])`.execute(trx)
  // A series of a metric that this version no longer knows keeps the roll-ups that it has.
  return new Map(rows.filter((row) => Object.hasOwn(METRICS, row.metric)).map((row) => [row.id, row as SeriesOfBatch]))
}
