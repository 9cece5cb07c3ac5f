import { sql } from 'kysely'
import type { Db, Trx } from '@/lib/core/db/types'
import { ENTRIES } from '../entries'
import type { MetricKind } from '../terms'
import { mergedRanges, QUARTER_MS, type SeriesRange } from './series-ranges'

export interface SeriesOfBatch {
  id: number
  metric: string
  kind: MetricKind
  labels: Record<string, string>
}

/** Series are rolled up in this many lanes at once; what is made of a series depends on no other. */
export const SHARDS = [0, 1] as const
export type Shard = (typeof SHARDS)[number]

const inShard = (lane: Shard) => sql`series_id % ${sql.lit(SHARDS.length)} = ${lane}`

/** A mark's place in the order of the table. */
export interface DirtyKey {
  at: Date
  seriesId: number
}

/** The marks of a lane behind `after`, where there is one, up to `until`; `first` is the earliest of them. */
export interface DirtyBatchRange {
  after: DirtyKey | undefined
  until: DirtyKey
  first: Date
}

/** What a mark spans at most (a constraint of the table). */
export const DIRTY_RANGE_MAX_MS = 86_400_000

/** Marks of one batch, which may be of a bucket or of a day. */
const MOST_MARKS = 4_000

/**
 * The next marks of a lane, about `limit` buckets of them, without a lock: only to know what a batch will need. In the order
 * of time, so that a batch reads neighbouring pages for all series (series by series, each page of samples was read once for
 * every series in it), and whole days (UTC) where more than one fits, so that few hours and days are made twice.
 */
export async function previewDirty(
  db: Db,
  { lane, after, limit }: { lane: Shard; after: DirtyKey | undefined; limit: number },
): Promise<DirtyBatchRange | undefined> {
  const behind = after ? sql`and (at, series_id) > (${after.at}::timestamptz, ${after.seriesId}::int)` : sql``
  const most = Math.min(limit, MOST_MARKS)
  const { rows } = await sql<{ first: Date; at: Date; series_id: number }>`
    with next as materialized (
      select at, series_id, row_number() over marks < ${most}
        and sum(date_part('epoch', until - at)) over marks < ${limit * (QUARTER_MS / 1000)} as leaves_room
      from (
        select at, series_id, until from rollup_dirty where ${inShard(lane)} ${behind} order by at, series_id limit ${most}
      ) as mark
      window marks as (order by at, series_id rows between unbounded preceding and current row)
    ), fitting as (
      select at, series_id from next where leaves_room
      union all
      (select at, series_id from next where not leaves_room order by at, series_id limit 1)
    ), edge as (
      select min(at) as first, case when (select count(*) from next where not leaves_room) > 0
        and date_trunc('day', max(at), 'UTC') > min(at) then date_trunc('day', max(at), 'UTC') end as day from fitting
    )
    select edge.first, fitting.at, fitting.series_id from edge join fitting on fitting.at < edge.day or edge.day is null
    order by fitting.at desc, fitting.series_id desc limit 1`.execute(db)
  const [last] = rows
  return last && { after, until: { at: last.at, seriesId: last.series_id }, first: last.first }
}

/**
 * Takes marks out of the table and answers what it got as spans, in the order of series and time. One that a writer holds
 * is left: that writer has not committed what it marks, and asks for the next pass itself. The samples must be read by a
 * later statement, whose snapshot then holds everything that was committed before the mark was taken.
 */
export async function claimDirty(trx: Trx, lane: Shard, { after, until }: DirtyBatchRange): Promise<SeriesRange[]> {
  const behind = after ? sql`and (at, series_id) > (${after.at}::timestamptz, ${after.seriesId}::int)` : sql``
  const { rows } = await sql<{ series_id: number; from_at: Date; to_at: Date }>`
    with taken as (
      select at, series_id from rollup_dirty where ${inShard(lane)} ${behind}
        and (at, series_id) <= (${until.at}::timestamptz, ${until.seriesId}::int)
      for update skip locked
    ), gone as (
      delete from rollup_dirty using taken
      where rollup_dirty.at = taken.at and rollup_dirty.series_id = taken.series_id
      returning rollup_dirty.series_id, rollup_dirty.at as from_at, rollup_dirty.until as to_at
    )
    select * from (${mergedRanges(sql`select * from gone`)}) as span order by series_id, from_at`.execute(trx)
  return rows.map((row) => ({ seriesId: row.series_id, from: row.from_at, to: row.to_at }))
}

/** What the series of a batch measure. */
export async function seriesOfBatch(trx: Trx, spans: readonly SeriesRange[]): Promise<Map<number, SeriesOfBatch>> {
  const ids = [...new Set(spans.map((span) => span.seriesId))]
  const { rows } = await sql<Omit<SeriesOfBatch, 'kind'> & { custom: MetricKind | null }>`
    select series.id, metric.name as metric, definition.kind as custom, series.labels
    from series join metric on metric.id = series.metric_id
    left join metric_definition as definition on definition.metric_id = metric.id
    where series.id = any(${ids}::int[])`.execute(trx)
  // A series of a metric that this version no longer knows keeps the roll-ups that it has.
  return new Map(
    rows.flatMap(({ custom, ...row }) => {
      const kind = ENTRIES.get(row.metric)?.kind ?? custom
      return kind ? [[row.id, { ...row, kind }] as const] : []
    }),
  )
}
