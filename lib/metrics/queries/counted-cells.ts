import { type RawBuilder, sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import type { Level } from '../levels'
import type { TimeSegment } from '../range-segments'
import type { Relation } from '../relation'
import { type BucketCell, bucketOf } from './cells'
import type { Filters, LabelledSeries } from './lines'
import { rolledUpRows } from './rolled-up'
import type { CellQuery } from './sampled-cells'

export interface CountedSeries extends LabelledSeries {
  group: string
}

/** Rows of a relation between two instants, as `(at, label_0, …)` in the order of the level. */
export const rowsBetween = (relation: Relation, level: Level, from: Date, to: Date): RawBuilder<unknown> => sql`
  select ${relation.at} as at ${sql.join(
    level.map((name, index) => sql`, ${columnOf(relation, name)}::text as ${sql.ref(`label_${index}`)}`),
    sql` `,
  )}
  from ${relation.rows}
  where ${relation.at} >= ${from}::timestamptz and ${relation.at} < ${to}::timestamptz
    ${relation.where ? sql`and ${relation.where}` : sql``}`

/** @throws where the relation has no such label */
export function columnOf(relation: Relation, name: string): RawBuilder<unknown> {
  const label = relation.labels[name]
  if (!label) throw new Error(`the rows of ${relation.name} have no ${name}`)
  return label.column
}

/** The rows that pass filters, as further conditions. */
export const passesFilters = (relation: Relation, filters: Filters): RawBuilder<unknown> =>
  sql.join(
    Object.entries(filters).map(
      ([name, values]) => sql`and ${columnOf(relation, name)}::text = any(${[...values]}::text[])`,
    ),
    sql` `,
  )

/** Counts of event series of one level in each bucket that has any: of the roll-ups, and of the rows at the edges of the range. */
export async function getCountedCells(
  db: ReadDb,
  relation: Relation,
  level: Level,
  { series, pieces, starts, zone }: Omit<CellQuery, 'series'> & { series: readonly CountedSeries[] },
): Promise<BucketCell[]> {
  if (series.length === 0 || pieces.length === 0 || starts.length === 0) return []
  const ids = series.map((one) => one.id)
  const rows = rolledUpRows(pieces, ids, zone).map(
    (piece) => sql`select series_id, at, sum as n from (${piece}) as rolled`,
  )
  const labels = level.map((name) => sql`${series.map((one) => one.labels[name])}::text[]`)
  const names = ['id', ...level.map((_, index) => `label_${index}`)].map((name) => sql.id(name))
  const isOne = level.map((_, index) => sql`${sql.ref(`wanted.label_${index}`)} = ${sql.ref(`event.label_${index}`)}`)
  for (const piece of pieces.filter((one): one is TimeSegment => one.grain === 'raw')) {
    rows.push(sql`
      select wanted.id as series_id, min(event.at) as at, count(*)::float8 as n
      from (${rowsBetween(relation, level, piece.from, piece.to)}) as event
      join unnest(${sql.join([sql`${ids}::int[]`, ...labels])}) as wanted (${sql.join(names)})
        on ${level.length > 0 ? sql.join(isOne, sql` and `) : sql`true`}
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

export const countCell = (group: string, bucket: number, n: number): BucketCell => ({
  group,
  bucket,
  samples: n,
  sum: n,
  min: n,
  max: n,
  valueSeconds: 0,
  coveredSeconds: 0,
})

/** The instant of the first row of a relation, found through the roll-ups of its total; null where there is none. */
export async function findFirstEvent(
  db: ReadDb,
  relation: Relation,
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
  const within = rowsBetween(relation, [], hour, new Date(hour.getTime() + 3_600_000))
  const { rows: first } = await sql<{ at: Date | null }>`
    select min(at) as at from (${within}) as event`.execute(db)
  return first[0]?.at ?? hour
}
