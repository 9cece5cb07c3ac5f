import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { ENTRIES } from '../entries'
import { isKind } from '../entry'
import { type Level, sortedNames } from '../levels'
import type { Relation } from '../relation'
import type { SeriesOfBatch } from './dirty'
import { outerBounds, type SeriesRange, seriesRangeRows } from './series-ranges'
import { deleteStale, quartersWithin, type StoredKey } from './stale'

/** Recounts 15-minute buckets of event series from the rows of the mirror; a bucket without rows has no roll-up. */
export async function rollUpCountedQuarters(
  trx: Trx,
  spans: readonly SeriesRange[],
  series: ReadonlyMap<number, SeriesOfBatch>,
): Promise<void> {
  const groups = Map.groupBy(spans, ({ seriesId }) => {
    const { metric, labels = {} } = series.get(seriesId) ?? {}
    return `${metric} ${sortedNames(Object.keys(labels)).join()}`
  })
  for (const group of groups.values()) await recount(trx, group, series)
}

/** Spans of one metric, all of one level. */
async function recount(
  trx: Trx,
  spans: readonly SeriesRange[],
  series: ReadonlyMap<number, SeriesOfBatch>,
): Promise<void> {
  const known = [...new Set(spans.map((span) => span.seriesId))].flatMap((id) => series.get(id) ?? [])
  const [one] = known
  if (!one) return
  const entry = ENTRIES.get(one.metric)
  if (!entry || !isKind(entry, 'event')) return
  const { rows, at, where } = entry.relation
  const level = sortedNames(Object.keys(one.labels))
  // A label that this version no longer counts by keeps the roll-ups that it has.
  if (!level.every((name) => entry.relation.labels[name])) return
  const labels = level.map((name) => sql`${known.map((of) => of.labels[name])}::text[]`)
  const { first, last } = outerBounds(spans)
  const { rows: stale } = await sql<StoredKey>`
    with span as materialized (
      select span.*${level.length > 0 ? sql`, ${sql.join(level.map((_, index) => sql.ref(`known.label_${index}`)))}` : sql``}
      from ${seriesRangeRows(spans)}
      join unnest(${sql.join([sql`${known.map((of) => of.id)}::int[]`, ...labels])})
        as known (${sql.join(['id', ...level.map((_, index) => `label_${index}`)].map((name) => sql.id(name)))}) on known.id = span.series_id
    ), counted as materialized (
      select span.series_id, counted.* from span cross join lateral (
        select date_bin('15 minutes', ${at}, 'epoch') as at, count(*)::int as n from ${rows}
        where ${at} >= span.from_at and ${at} < span.to_at
          and ${at} >= ${first}::timestamptz and ${at} < ${last}::timestamptz
          ${where ? sql`and ${where}` : sql``} ${sql.join(ofLabels(entry.relation, level), sql` `)}
        group by 1
      ) as counted
    ), stored as (
      insert into rollup_quarter
        (series_id, at, samples, sum, min, max, first, last, value_seconds, covered_seconds)
      select series_id, at, n, n, n, n, n, n, 0, 0 from counted
      on conflict (series_id, at) do update set samples = excluded.samples, sum = excluded.sum, min = excluded.min,
        max = excluded.max, first = excluded.first, last = excluded.last
    )
    select series_id, at::text from (
      ${quartersWithin(spans)}
      except select series_id, at from counted
    ) as stale`.execute(trx)
  await deleteStale(trx, 'rollup_quarter', stale)
}

const ofLabels = (relation: Relation, level: Level) =>
  level.map((name, index) => {
    const label = relation.labels[name]
    if (!label) throw new Error(`the rows of ${relation.name} have no ${name}`)
    return sql`and ${label.column} = ${sql.ref(`span.label_${index}`)}::${sql.raw(label.type)}`
  })
