import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import type { DirtyBucket, SeriesOfBatch } from './dirty'

/** Recounts 15-minute buckets of event series from the rows of the mirror; a bucket without rows has no roll-up. */
export async function rollUpCountedQuarters(
  trx: Trx,
  buckets: readonly DirtyBucket[],
  series: ReadonlyMap<number, SeriesOfBatch>,
): Promise<void> {
  const groups = new Map<string, { metric: string; buckets: DirtyBucket[]; labels: string[] }>()
  for (const bucket of buckets) {
    const { metric, labels } = series.get(bucket.series_id) ?? {}
    if (!metric) continue
    const label = Object.values(labels ?? {})[0]
    const key = `${metric} ${label === undefined ? 'total' : 'label'}`
    const group = groups.get(key) ?? { metric, buckets: [], labels: [] }
    group.buckets.push(bucket)
    if (label !== undefined) group.labels.push(label)
    groups.set(key, group)
  }
  for (const group of groups.values()) await recount(trx, group)
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

async function recount(
  trx: Trx,
  { metric, buckets, labels }: { metric: string; buckets: DirtyBucket[]; labels: string[] },
): Promise<void> {
  const counts = COUNTS[metric as keyof typeof COUNTS]
  await sql`
    with dirty as materialized (
      select * from unnest(
        ${buckets.map((bucket) => bucket.series_id)}::int[],
        ${buckets.map((bucket) => bucket.at)}::timestamptz[],
        ${buckets.map((_, index) => labels[index] ?? null)}::text[]
      ) as dirty (series_id, at, label)
    ), counted as (
      select dirty.series_id, dirty.at, counted.n
      from dirty cross join lateral (${labels.length > 0 ? counts.label : counts.total}) as counted
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
