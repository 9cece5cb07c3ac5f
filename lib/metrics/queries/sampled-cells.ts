import { type RawBuilder, sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import type { RangeSegment, TimeSegment } from '../range-segments'
import { sampledBuckets } from '../roll-up/sampled-buckets'
import { type BucketCell, bucketOf, type GroupedSeries } from './cells'
import { rolledUpRows } from './rolled-up'

export interface CellQuery {
  series: readonly GroupedSeries[]
  pieces: readonly RangeSegment[]
  /** Starts of the buckets, RFC 3339. */
  starts: readonly string[]
  zone: string
}

/** Of samples. `stands`: see `sampledBuckets`. */
export type SampledQuery = CellQuery & { stands: number }

/** What series of samples come to in each bucket, summed in the order of time. */
export async function getSampledCells(db: ReadDb, query: SampledQuery): Promise<BucketCell[]> {
  if (isEmpty(query)) return []
  const { rows: cells } = await sql<BucketCell>`
    with ${sampledRows(query)}
    select wanted.name as "group", ${bucketOf(sql`piece.at`, query.starts)} as bucket,
      sum(piece.samples)::int as samples, sum(piece.sum order by piece.at, piece.series_id) as sum,
      min(piece.min) as min, max(piece.max) as max,
      sum(piece.value_seconds order by piece.at, piece.series_id) as "valueSeconds",
      sum(piece.covered_seconds order by piece.at, piece.series_id) as "coveredSeconds"
    from piece join ${wanted(query)} on wanted.id = piece.series_id
    group by 1, 2 order by 1, 2`.execute(db)
  return cells
}

/**
 * Seconds of each bucket that any series of a group covers: of each row of the store, as long as the series that covers most of it.
 * Exact where those of a group are measured at the same instants; else to the size of a row, which should be a quarter of an hour.
 */
export async function getCoverage(
  db: ReadDb,
  query: SampledQuery,
): Promise<{ group: string; bucket: number; seconds: number }[]> {
  if (isEmpty(query)) return []
  const { rows } = await sql<{ group: string; bucket: number; seconds: number }>`
    with ${sampledRows(query)}, longest as (
      select wanted.name, piece.at, max(piece.covered_seconds) as seconds
      from piece join ${wanted(query)} on wanted.id = piece.series_id group by 1, 2
    )
    select name as "group", ${bucketOf(sql`at`, query.starts)} as bucket, sum(seconds order by at) as seconds
    from longest group by 1, 2`.execute(db)
  return rows
}

const isEmpty = ({ series, pieces, starts }: CellQuery): boolean =>
  series.length === 0 || pieces.length === 0 || starts.length === 0

const wanted = ({ series }: CellQuery): RawBuilder<unknown> =>
  sql`unnest(${series.map((one) => one.id)}::int[], ${series.map((one) => one.group)}::text[]) as wanted (id, name)`

/** Common table expressions that end with `piece`: what the roll-ups say of the series, and raw samples where they can't. */
function sampledRows({ series, pieces, zone, stands }: SampledQuery): RawBuilder<unknown> {
  const ids = series.map((one) => one.id)
  const raw = pieces.filter((piece): piece is TimeSegment => piece.grain === 'raw')
  const spans = raw.flatMap(({ from, to }) => ids.map((seriesId) => ({ seriesId, from, to })))
  const step = pieces.length === 1 && raw.length === 1 ? 'minute' : 'quarter'
  const rows = rolledUpRows(pieces, ids, zone)
  if (spans.length > 0) {
    rows.push(sql`select series_id, samples, sum, min, max, value_seconds, covered_seconds, at from computed`)
  }
  return sql`${spans.length > 0 ? sql`${sampledBuckets(spans, { step, stands })},` : sql``}
    piece as (${sql.join(rows, sql` union all `)})`
}
