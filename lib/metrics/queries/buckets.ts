import { type RawBuilder, sql } from 'kysely'
import { LRUCache } from 'lru-cache'
import type { ReadDb } from '@/lib/core/db/types'
import { hasWholeHourOffsets } from '../range-segments'
import type { ZonedRange } from '../resolution'
import type { Resolution } from '../terms'

/** One bucket of an answer, `[at, until)`; `local` is its first local date, from day up. */
export interface Bucket {
  at: Date
  /** `at` as answers tell it: written once for all lines that have the bucket. */
  start: string
  until: Date
  local: string | null
}

/** Those whose bounds are the zone's. */
type LocalResolution = Exclude<Resolution, 'minute' | '15m'>

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** How far beyond a range the bucket that it begins or ends in may reach, and a clock change that bounds it may lie. */
const REACH_MS = 2 * HOUR_MS

/** The buckets of a zone that a range touches, in order, each with its real UTC bounds. */
export async function listBuckets(db: ReadDb, resolution: Resolution, stretch: ZonedRange): Promise<Bucket[]> {
  // No zone's clock matters to these, and to ask for 1,440 minutes took longer than to count what was in them.
  if (resolution === 'minute') return grid(MINUTE_MS, stretch)
  if (resolution === '15m') return grid(15 * MINUTE_MS, stretch)
  if (resolution === 'hour' && hasUtcHours(stretch)) return grid(HOUR_MS, stretch)
  const kept = await calendars.forceFetch(keyOf(resolution, stretch), { context: db })
  const [from, to] = [stretch.from.getTime(), stretch.to.getTime()]
  return kept.filter(({ at, until }) => until.getTime() > from && at.getTime() < to)
}

const DAY_MS = 24 * HOUR_MS

/**
 * Buckets of whole UTC days of a range, which are the same for all panels of a page and for all of a day's questions; to make them
 * took longer than to read what is in them. They depend on nothing in the database but its zones, which change with its software.
 */
export const calendars = new LRUCache<string, readonly Bucket[], ReadDb>({
  max: 200,
  ttl: HOUR_MS,
  // Who asked gets it, also where so many others are asked for meanwhile that it is not kept.
  ignoreFetchAbort: true,
  fetchMethod: (key, _stale, { context }) => {
    const [resolution, from, to, zone] = JSON.parse(key) as [LocalResolution, number, number, string]
    return makeBuckets(context, resolution, { from: new Date(from), to: new Date(to), zone })
  },
})

const keyOf = (resolution: LocalResolution, { from, to, zone }: ZonedRange): string =>
  JSON.stringify([
    resolution,
    Math.floor(from.getTime() / DAY_MS) * DAY_MS,
    Math.ceil(to.getTime() / DAY_MS) * DAY_MS,
    zone,
  ])

async function makeBuckets(db: ReadDb, resolution: LocalResolution, stretch: ZonedRange): Promise<Bucket[]> {
  // As numbers: to read 700 timestamps took the driver longer than PostgreSQL to make them.
  const { rows } = await sql<{ at: number; until: number; local: string | null }>`
    with boundary as (${boundaries(resolution, stretch)}), bucket as (
      select at, lead(at) over (order by at) as until, local from boundary
    )
    select ${milliseconds(sql.ref('at'))} as at, ${milliseconds(sql.ref('until'))} as until, local::text as local
    from bucket where until > ${stretch.from}::timestamptz and at < ${stretch.to}::timestamptz order by bucket.at`.execute(
    db,
  )
  return rows.map(({ at, until, local }) => bucketBetween(at, until, local))
}

const milliseconds = (at: RawBuilder<unknown>): RawBuilder<number> => sql`(extract(epoch from ${at}) * 1000)::bigint`

/** Whether local hours are those of UTC, as in most zones. */
const hasUtcHours = ({ from, to, zone }: ZonedRange): boolean =>
  hasWholeHourOffsets(zone, new Date(from.getTime() - REACH_MS), new Date(to.getTime() + REACH_MS))

function bucketBetween(atMs: number, untilMs: number, local: string | null): Bucket {
  const at = new Date(atMs)
  return { at, start: at.toISOString(), until: new Date(untilMs), local }
}

function grid(stepMs: number, { from, to }: ZonedRange): Bucket[] {
  const first = Math.floor(from.getTime() / stepMs)
  return Array.from({ length: Math.ceil(to.getTime() / stepMs) - first }, (_, index) =>
    bucketBetween((first + index) * stepMs, (first + index + 1) * stepMs, null),
  )
}

/** Starts of buckets, from at or before the range to at or after it. */
function boundaries(resolution: LocalResolution, { from, to, zone }: ZonedRange): RawBuilder<unknown> {
  switch (resolution) {
    case 'hour':
      return hours(from, to, zone)
    case 'day':
      return localStarts(sql`interval '1 day'`, sql`${localDate(from, zone)}`, to, zone)
    case 'week':
      return localStarts(sql`interval '1 week'`, sql`date_trunc('week', ${localDate(from, zone)})`, to, zone)
    case 'month':
      return localStarts(sql`interval '1 month'`, sql`date_trunc('month', ${localDate(from, zone)})`, to, zone)
  }
}

const localDate = (at: Date, zone: string): RawBuilder<unknown> =>
  sql`date_trunc('day', ${at}::timestamptz at time zone ${zone})`

/**
 * Local hours: quarters at which the zone's clock shows a full hour, or jumps by something else than whole hours (Lord Howe
 * Island's half hour: the hour around it is two buckets of half an hour).
 */
const hours = (from: Date, to: Date, zone: string): RawBuilder<unknown> => sql`
  select at, null::date as local from (
    select at, at at time zone ${zone} as shown, lag(at at time zone ${zone}) over (order by at) as before
    from generate_series(
      date_bin('15 minutes', ${from}::timestamptz, 'epoch') - interval '2 hours',
      ${to}::timestamptz + interval '2 hours', interval '15 minutes') as at
  ) as quarter
  where extract(minute from shown) = 0 or mod(extract(minute from shown - before)::int, 60) <> 15`

/**
 * Local dates in steps, as the instants at which they begin. Where midnight comes twice the first counts, which PostgreSQL
 * would read as the second; where clocks skip it the day begins after the gap; a day that is skipped whole
 * begins where the next one does, and is left out.
 */
const localStarts = (
  step: RawBuilder<unknown>,
  first: RawBuilder<unknown>,
  to: Date,
  zone: string,
): RawBuilder<unknown> => sql`
  select distinct on (at) at, day::date as local from (
    select day, case when earlier < later and earlier at time zone ${zone} >= day then earlier else later end as at
    from (
      select day, day at time zone ${zone} as later, (day - (
        ((day at time zone ${zone}) - interval '24 hours') at time zone ${zone}
        - ((day at time zone ${zone}) - interval '24 hours') at time zone 'UTC')) at time zone 'UTC' as earlier
      from generate_series(${first}, ${localDate(to, zone)} + ${step} * 2, ${step}) as day
    ) as midnight
  ) as start
  order by at, day desc`
