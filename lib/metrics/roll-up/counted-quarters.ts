import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import type { SeriesOfBatch } from './dirty'
import { type Span, spanRows } from './spans'

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

/** How each event metric is counted within `dirty.at` and 15 minutes on: in total, and of one label value. */
const COUNTS = {
  messages: {
    total: sql`select count(*)::int as n from message
      where message.sent_at >= dirty.at and message.sent_at < dirty.at + interval '15 minutes'`,
    label: sql`select count(*)::int as n from message where message.channel_id = dirty.label::bigint
      and message.sent_at >= dirty.at and message.sent_at < dirty.at + interval '15 minutes'`,
  },
  feature_usage: {
    total: sql`select count(*)::int as n from feature_usage
      where feature_usage.at >= dirty.at and feature_usage.at < dirty.at + interval '15 minutes'`,
    label: sql`select count(*)::int as n from feature_usage where feature_usage.feature = dirty.label
      and feature_usage.at >= dirty.at and feature_usage.at < dirty.at + interval '15 minutes'`,
  },
} as const

/** Spans of one metric, all of its total or all of labels. */
async function recount(trx: Trx, spans: readonly Span[], series: ReadonlyMap<number, SeriesOfBatch>): Promise<void> {
  const known = [...new Set(spans.map((span) => span.seriesId))].flatMap((id) => series.get(id) ?? [])
  const [first] = known
  if (!first) return
  const labels = known.map((one) => Object.values(one.labels)[0] ?? null)
  const { total, label } = COUNTS[first.metric as keyof typeof COUNTS]
  await sql`
    with dirty as materialized (
      select span.series_id, at, known.label
      from ${spanRows(spans)}
      join unnest(${known.map((one) => one.id)}::int[], ${labels}::text[]) as known (id, label) on known.id = span.series_id
      cross join lateral generate_series(from_at, to_at - interval '1 microsecond', interval '15 minutes') as at
    ), counted as (
      select dirty.series_id, dirty.at, counted.n
      from dirty cross join lateral (${labels[0] === null ? total : label}) as counted
    ), gone as (
      delete from rollup_quarter using counted
      where rollup_quarter.series_id = counted.series_id and rollup_quarter.at = counted.at and counted.n = 0
    )
    insert into rollup_quarter
      (series_id, at, samples, sum, min, max, first, last, value_seconds, covered_seconds)
    select series_id, at, n, n, n, n, n, n, 0, 0 from counted where n > 0
    on conflict (series_id, at) do update set samples = excluded.samples, sum = excluded.sum, min = excluded.min,
      max = excluded.max, first = excluded.first, last = excluded.last`.execute(trx)
}
