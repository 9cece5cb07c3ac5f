import { type RawBuilder, sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import type { EventMetric } from '../event-rows'
import type { TimePiece } from '../pieces'
import { bucketOf, type Cell } from './cells'
import { rolledUpRows } from './rolled-up'
import type { CellQuery } from './sampled-cells'

/** Rows of an event metric between two instants, as `(at, label)`. */
const ROWS: Record<EventMetric, (from: Date, to: Date) => RawBuilder<unknown>> = {
  messages: (from, to) => sql`select sent_at as at, channel_id::text as label from message
    where sent_at >= ${from}::timestamptz and sent_at < ${to}::timestamptz`,
  feature_usage: (from, to) => sql`select at, feature as label from feature_usage
    where at >= ${from}::timestamptz and at < ${to}::timestamptz`,
}

export interface CountedSeries {
  id: number
  group: string
  /** The label value that is counted; null counts all rows. */
  label: string | null
}

/** Counts of event series in each bucket that has any: of the roll-ups, and of the rows at the edges of the range. */
export async function getCountedCells(
  db: ReadDb,
  metric: EventMetric,
  { series, pieces, starts, zone }: Omit<CellQuery, 'series'> & { series: readonly CountedSeries[] },
): Promise<Cell[]> {
  if (series.length === 0 || pieces.length === 0 || starts.length === 0) return []
  const ids = series.map((one) => one.id)
  const rows = rolledUpRows(pieces, ids, zone).map(
    (piece) => sql`select series_id, at, sum as n from (${piece}) as rolled`,
  )
  for (const piece of pieces.filter((one): one is TimePiece => one.grain === 'raw')) {
    rows.push(sql`
      select wanted.id as series_id, min(event.at) as at, count(*)::float8 as n
      from (${ROWS[metric](piece.from, piece.to)}) as event
      join unnest(${ids}::int[], ${series.map((one) => one.label)}::text[]) as wanted (id, label)
        on wanted.label is null or wanted.label = event.label
      group by wanted.id, ${bucketOf(sql`event.at`, starts)}`)
  }
  const { rows: cells } = await sql<{ group: string; bucket: number; n: number }>`
    with piece as (${sql.join(rows, sql` union all `)})
    select wanted.name as "group", ${bucketOf(sql`piece.at`, starts)} as bucket, sum(n) as n
    from piece join unnest(${ids}::int[], ${series.map((one) => one.group)}::text[]) as wanted (id, name)
      on wanted.id = piece.series_id
    group by 1, 2 order by 1, 2`.execute(db)
  return cells.map(({ group, bucket, n }) => countCell(group, bucket, n))
}

export const countCell = (group: string, bucket: number, n: number): Cell => ({
  group,
  bucket,
  samples: n,
  sum: n,
  min: n,
  max: n,
  valueSeconds: 0,
  coveredSeconds: 0,
})

/** The instant of the first row of an event metric, found through the roll-ups; null where there is none. */
export async function findFirstEvent(
  db: ReadDb,
  metric: EventMetric,
  totalId: number | null,
  zone: string,
): Promise<Date | null> {
  if (totalId === null) return null
  const { rows } = await sql<{ hour: Date | null; day: Date | null }>`
    select (select at from rollup_hour where series_id = ${totalId} order by at limit 1) as hour,
      (select day::timestamp at time zone ${zone} from rollup_day where series_id = ${totalId} order by day limit 1) as day`.execute(
    db,
  )
  const { hour, day } = rows[0] ?? {}
  // Where the first hours are no longer kept, the first day answers.
  if (day && (!hour || hour.getTime() - day.getTime() > 2 * 86_400_000)) return day
  if (!hour) return null
  const { rows: first } = await sql<{ at: Date | null }>`
    select min(at) as at from (${ROWS[metric](hour, new Date(hour.getTime() + 3_600_000))}) as event`.execute(db)
  return first[0]?.at ?? hour
}
