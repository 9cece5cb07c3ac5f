import { type RawBuilder, sql } from 'kysely'
import { STALE_AFTER_HOURS_MAX } from '../stale-after'
import { outerBounds, type SeriesRange, seriesRangeRows } from './series-ranges'

const LONGEST = sql`interval '${sql.raw(String(STALE_AFTER_HOURS_MAX))} hours'`

const HOUR_MS = 3_600_000

/** Sizes that raw samples are put into buckets of. */
const STEPS = { minute: sql`interval '1 minute'`, quarter: sql`interval '15 minutes'` } as const

/**
 * What the samples of spans say of their buckets, as common table expressions that end with
 * `computed (series_id, at, samples, sum, min, max, first, last, value_seconds, covered_seconds)`. `stands` is how many times
 * its interval a sample stands at most. The definition of a gauge, for roll-ups and for reading raw alike:
 *
 * Within a bucket a sample stands until the next one, its own end or the bucket's (or the span's). Only a bucket's last
 * sample can stand on into later buckets, so that carry-over is computed once per bucket and not per sample. Levels that
 * stood count in min and max, whether their sample lies in the bucket or before it. Everything is summed in the order of
 * `at`, carry-over first, so that equal samples give equal bits, whatever their order of arrival.
 *
 * Span by span (laterally): the index gives its samples in order, so that neither the window nor the sums have to sort.
 * `offset 0` keeps `held` from being computed once for each sum.
 */
export function sampledBuckets(
  spans: readonly SeriesRange[],
  { step, stands }: { step: keyof typeof STEPS; stands: number },
): RawBuilder<unknown> {
  const size = STEPS[step]
  const { first, last } = outerBounds(spans)
  // A value and not a difference: by what has to be computed first the planner leaves no partition out.
  const earliest = new Date(first.getTime() - STALE_AFTER_HOURS_MAX * HOUR_MS)
  return sql`
    span as materialized (
      select row_number() over () as span, * from ${seriesRangeRows(spans)}
    ), before as (
      select span.span, span.series_id, span.from_at, span.to_at, previous.value, previous.until,
        date_bin(${size}, span.from_at, 'epoch') - ${size} as bucket
      from span cross join lateral (
        select value, at + seconds * ${stands}::float8 * interval '1 second' as until from sample
        where sample.series_id = span.series_id and sample.at < span.from_at and sample.at > span.from_at - ${LONGEST}
          and sample.at < ${last}::timestamptz and sample.at > ${earliest}::timestamptz
        order by sample.at desc limit 1
      ) as previous
    ), own as (
      select span.span, span.series_id, span.from_at, span.to_at, bucket.* from span cross join lateral (
        select bucket, count(*)::int as samples, sum(value order by at) as sum, min(value) as min, max(value) as max,
          min(at) as first_at, (array_agg(value order by at))[1] as first, (array_agg(value order by at))[count(*)] as last,
          max(at) + (array_agg(seconds order by at))[count(*)] * ${stands}::float8 * interval '1 second' as last_until,
          sum(value * held order by at) as value_seconds, sum(held order by at) as covered_seconds
        from (
          select at, bucket, value, seconds,
            least(date_part('epoch', least(next_at, bucket + ${size}, span.to_at) - at), seconds * ${stands}::float8) as held
          from (
            select at, value, seconds, date_bin(${size}, at, 'epoch') as bucket, lead(at) over (order by at) as next_at
            from sample where sample.series_id = span.series_id
              and sample.at >= span.from_at and sample.at < span.to_at
              and sample.at >= ${first}::timestamptz and sample.at < ${last}::timestamptz
          ) as sample offset 0
        ) as sample group by bucket
      ) as bucket
    ), ending as (
      select span, series_id, from_at, bucket, value,
        least(until, to_at, lead(first_at) over (partition by span order by bucket)) as until
      from (
        select span, series_id, from_at, to_at, bucket, last as value, last_until as until, first_at from own
        union all select span, series_id, from_at, to_at, bucket, value, until, null from before
      ) as tail
    ), carried as (
      select span, series_id, at as bucket, value,
        date_part('epoch', least(until, at + ${size}) - greatest(at, from_at)) as seconds
      from ending cross join lateral generate_series(bucket + ${size}, until - interval '1 microsecond', ${size}) as at
      where until > greatest(bucket + ${size}, from_at)
    ), computed as (
      select coalesce(own.series_id, carried.series_id) as series_id, coalesce(own.bucket, carried.bucket) as at,
        coalesce(own.samples, 0) as samples, coalesce(own.sum, 0) as sum,
        least(own.min, carried.value) as min, greatest(own.max, carried.value) as max,
        coalesce(carried.value, own.first) as first, coalesce(own.last, carried.value) as last,
        coalesce(carried.value * carried.seconds, 0) + coalesce(own.value_seconds, 0) as value_seconds,
        coalesce(carried.seconds, 0) + coalesce(own.covered_seconds, 0) as covered_seconds
      from own full join carried on carried.span = own.span and carried.bucket = own.bucket
    )`
}
