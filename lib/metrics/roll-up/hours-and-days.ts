import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { mergedRanges, outerBounds, type SeriesRange, seriesRangeRows } from './series-ranges'
import { deleteStale, type StoredKey } from './stale'

// A roll-up of roll-ups, in the order of `at`, so that the sums come out the same to the bit each time.
const COMPOSED = sql`
  sum(quarter.samples)::int as samples, sum(quarter.sum order by quarter.at) as sum,
  min(quarter.min) as min, max(quarter.max) as max,
  (array_agg(quarter.first order by quarter.at))[1] as first,
  (array_agg(quarter.last order by quarter.at))[count(*)] as last,
  sum(quarter.value_seconds order by quarter.at) as value_seconds,
  sum(quarter.covered_seconds order by quarter.at) as covered_seconds`

const COLUMNS = sql.raw('samples, sum, min, max, first, last, value_seconds, covered_seconds')
const REPLACE = sql.raw(`samples = excluded.samples, sum = excluded.sum, min = excluded.min, max = excluded.max,
  first = excluded.first, last = excluded.last, value_seconds = excluded.value_seconds, covered_seconds = excluded.covered_seconds`)

/**
 * Makes the hours (UTC) that spans touch anew from their quarters. Laterally, an index range for each stretch: joined freely,
 * the planner reads everything between the first and the last of a few scattered ones.
 */
export async function rollUpHours(trx: Trx, spans: readonly SeriesRange[]): Promise<void> {
  const { rows: stale } = await sql<StoredKey>`
    with touched as materialized (${mergedRanges(sql`
      select series_id, date_trunc('hour', from_at, 'UTC') as from_at,
        date_trunc('hour', to_at - interval '1 microsecond', 'UTC') + interval '1 hour' as to_at from ${seriesRangeRows(spans)}`)}
    ), computed as materialized (
      select touched.series_id, hour.* from touched cross join lateral (
        select date_trunc('hour', quarter.at, 'UTC') as hour, ${COMPOSED} from rollup_quarter as quarter
        where quarter.series_id = touched.series_id and ${within(spans, 1, sql`quarter.at`)}
          and quarter.at >= touched.from_at and quarter.at < touched.to_at
        group by 1
      ) as hour
    ), stored as (
      insert into rollup_hour (series_id, at, ${COLUMNS})
      select series_id, hour, ${COLUMNS} from computed
      on conflict (series_id, at) do update set ${REPLACE}
    )
    select series_id, at::text from (
      select old.* from touched cross join lateral (
        select series_id, at from rollup_hour as hour
        where hour.series_id = touched.series_id and ${within(spans, 1, sql`hour.at`)}
          and hour.at >= touched.from_at and hour.at < touched.to_at
      ) as old
      where (select count(*) from computed) < (select sum(date_part('epoch', to_at - from_at)) / 3600 from touched)
      except select series_id, hour from computed
    ) as stale`.execute(trx)
  await deleteStale(trx, 'rollup_hour', stale)
}

/** Makes the local days of a zone that spans touch anew from their quarters. */
export async function rollUpDays(trx: Trx, spans: readonly SeriesRange[], zone: string): Promise<void> {
  // A local day lies within 3 h of where its midnights fall, however clocks change; the date decides.
  const { rows: stale } = await sql<StoredKey>`
    with touched as materialized (
      select distinct series_id, day::date as day from ${seriesRangeRows(spans)} cross join lateral generate_series(
        (from_at at time zone ${zone})::date::timestamp, (to_at - interval '1 microsecond') at time zone ${zone},
        interval '1 day') as day
    ), computed as materialized (
      select touched.series_id, touched.day, composed.* from touched cross join lateral (
        select ${COMPOSED} from rollup_quarter as quarter
        where quarter.series_id = touched.series_id and ${within(spans, 30, sql`quarter.at`)}
          and quarter.at >= (touched.day::timestamp at time zone ${zone}) - interval '3 hours'
          and quarter.at < ((touched.day + 1)::timestamp at time zone ${zone}) + interval '3 hours'
          and (quarter.at at time zone ${zone})::date = touched.day
        having count(*) > 0
      ) as composed
    ), stored as (
      insert into rollup_day (series_id, day, ${COLUMNS})
      select series_id, day, ${COLUMNS} from computed
      on conflict (series_id, day) do update set ${REPLACE}
    )
    select series_id, day::text as at from (
      select rollup_day.series_id, rollup_day.day from touched
      join rollup_day on rollup_day.series_id = touched.series_id and rollup_day.day = touched.day
      where (select count(*) from computed) < (select count(*) from touched)
      except select series_id, day from computed
    ) as stale`.execute(trx)
  await deleteStale(trx, 'rollup_day', stale)
}

/**
 * Makes every local day of one series anew from its quarters; days whose quarters are no longer kept stay as they are
 * but for the ones that the new days overlap. The caller holds the lock on roll-ups.
 */
export async function composeDays(trx: Trx, seriesId: number, zone: string): Promise<void> {
  await sql`
    with computed as (
      select (quarter.at at time zone ${zone})::date as day, ${COMPOSED}
      from rollup_quarter as quarter where quarter.series_id = ${seriesId}
      group by 1
    ), gone as (
      delete from rollup_day
      where series_id = ${seriesId} and day >= (select min(day) from computed)
        and not exists (select from computed where computed.day = rollup_day.day)
    )
    insert into rollup_day (series_id, day, ${COLUMNS})
    select ${seriesId}::int, day, ${COLUMNS} from computed
    on conflict (series_id, day) do update set ${REPLACE}`.execute(trx)
}

/** Constant bounds, so that the planner leaves out the partitions that can't matter. */
function within(spans: readonly SeriesRange[], hours: number, at: RawBuilder<unknown>): RawBuilder<unknown> {
  const margin = hours * 3_600_000
  const { first, last } = outerBounds(spans)
  return sql`${at} >= ${new Date(first.getTime() - margin)}::timestamptz
    and ${at} < ${new Date(last.getTime() + margin)}::timestamptz`
}
