import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { EVENT_ROWS, type EventMetric } from '../event-rows'
import type { SeriesOfBatch } from './dirty'
import { boundsOf, type Span, spanRows } from './spans'
import { deleteStale, quartersWithin, type StoredKey } from './stale'

/** Recounts 15-minute buckets of event series from the rows of the mirror; a bucket without rows has no roll-up. */
export async function rollUpCountedQuarters(
  trx: Trx,
  spans: readonly Span[],
  series: ReadonlyMap<number, SeriesOfBatch>,
): Promise<void> {
  const groups = Map.groupBy(spans, ({ seriesId }) => {
    const { metric, labels = {} } = series.get(seriesId) ?? {}
    return `${metric} ${Object.keys(labels).length > 0 ? 'label' : 'total'}`
  })
  for (const group of groups.values()) await recount(trx, group, series)
}

/** Spans of one metric, all of its total or all of labels. */
async function recount(trx: Trx, spans: readonly Span[], series: ReadonlyMap<number, SeriesOfBatch>): Promise<void> {
  const known = [...new Set(spans.map((span) => span.seriesId))].flatMap((id) => series.get(id) ?? [])
  const [one] = known
  if (!one) return
  const { table, at, label, labelType } = EVENT_ROWS[one.metric as EventMetric]
  const labels = known.map((of) => Object.values(of.labels)[0] ?? null)
  const { first, last } = boundsOf(spans)
  const { rows: stale } = await sql<StoredKey>`
    with span as materialized (
      select span.*, known.label from ${spanRows(spans)}
      join unnest(${known.map((of) => of.id)}::int[], ${labels}::text[]) as known (id, label) on known.id = span.series_id
    ), counted as materialized (
      select span.series_id, counted.* from span cross join lateral (
        select date_bin('15 minutes', ${at}, 'epoch') as at, count(*)::int as n from ${table}
        where ${at} >= span.from_at and ${at} < span.to_at
          and ${at} >= ${first}::timestamptz and ${at} < ${last}::timestamptz
          ${labels[0] === null ? sql`` : sql`and ${label} = span.label::${labelType}`}
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
