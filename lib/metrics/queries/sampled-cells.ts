import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import type { Piece, TimePiece } from '../pieces'
import { sampledBuckets } from '../roll-up/sampled-buckets'
import { bucketOf, type Cell, type Grouped } from './cells'
import { rolledUpRows } from './rolled-up'

export interface CellQuery {
  series: readonly Grouped[]
  pieces: readonly Piece[]
  /** Starts of the buckets, RFC 3339. */
  starts: readonly string[]
  zone: string
}

/** What series of samples come to in each bucket, summed in the order of time. `stands`: see `sampledBuckets`. */
export async function getSampledCells(db: ReadDb, query: CellQuery & { stands: number }): Promise<Cell[]> {
  const { series, pieces, starts, zone } = query
  if (series.length === 0 || pieces.length === 0 || starts.length === 0) return []
  const ids = series.map((one) => one.id)
  const raw = pieces.filter((piece): piece is TimePiece => piece.grain === 'raw')
  const spans = raw.flatMap(({ from, to }) => ids.map((seriesId) => ({ seriesId, from, to })))
  const step = pieces.length === 1 && raw.length === 1 ? 'minute' : 'quarter'
  const rows = rolledUpRows(pieces, ids, zone)
  if (spans.length > 0) {
    rows.push(sql`select series_id, samples, sum, min, max, value_seconds, covered_seconds, at from computed`)
  }
  const { rows: cells } = await sql<Cell>`
    with ${spans.length > 0 ? sql`${sampledBuckets(spans, { step, stands: query.stands })},` : sql``}
    piece as (${sql.join(rows, sql` union all `)})
    select wanted.name as "group", ${bucketOf(sql`piece.at`, starts)} as bucket,
      sum(piece.samples)::int as samples, sum(piece.sum order by piece.at, piece.series_id) as sum,
      min(piece.min) as min, max(piece.max) as max,
      sum(piece.value_seconds order by piece.at, piece.series_id) as "valueSeconds",
      sum(piece.covered_seconds order by piece.at, piece.series_id) as "coveredSeconds"
    from piece join unnest(${ids}::int[], ${series.map((one) => one.group)}::text[]) as wanted (id, name)
      on wanted.id = piece.series_id
    group by 1, 2 order by 1, 2`.execute(db)
  return cells
}
