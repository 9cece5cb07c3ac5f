import { type RawBuilder, sql } from 'kysely'

/** A member's doing from one instant to another, which may be the same. */
export interface Span {
  memberId: number
  from: Date
  to: Date
}

/** A relation with the columns `member_id bigint, from_at timestamptz, to_at timestamptz`. */
export type Spans = RawBuilder<unknown>

/** Spans that a program holds, as a relation. */
export const spansOf = (spans: readonly Span[]): Spans => sql`
  select * from unnest(
    ${spans.map((span) => span.memberId)}::bigint[],
    ${spans.map((span) => span.from)}::timestamptz[],
    ${spans.map((span) => span.to)}::timestamptz[]
  ) as given (member_id, from_at, to_at)`

/** The local day of an instant. */
export const localDay = (at: RawBuilder<unknown>, zone: string): RawBuilder<string> =>
  sql`((${at}) at time zone ${zone}::text)::date`

/**
 * The days that spans touch in a zone: a relation `member_id, day`, each pair once. A span is half-open, so one that ends at
 * midnight doesn't touch the day that begins there; its first instant always counts. A date that the zone left out
 * (Apia has no 2011-12-30) is no day.
 */
export const daysOf = (spans: Spans, zone: string): RawBuilder<unknown> => sql`
  select distinct touched.member_id, touched.day from (
    select span.member_id, first_day + n as day, first_day, last_day
    from (
      select member_id, ${localDay(sql`from_at`, zone)} as first_day,
        ${localDay(sql`greatest(from_at, to_at - interval '1 microsecond')`, zone)} as last_day
      from (${spans}) as given
    ) as span cross join lateral generate_series(0, last_day - first_day) as n
  ) as touched
  where touched.day in (touched.first_day, touched.last_day)
    or (touched.day::timestamp at time zone ${zone}::text at time zone ${zone}::text)::date = touched.day`

/**
 * An instant that lies before the start (`-1`) or after the end (`1`) of a day in every zone: for index ranges around an
 * exact comparison of local days, because `day at time zone` is ambiguous where clocks go back over midnight.
 */
export const dayBoundary = (day: RawBuilder<unknown>, side: -1 | 1): RawBuilder<Date> =>
  side === -1
    ? sql`((${day})::timestamp at time zone 'UTC' - interval '1 day')`
    : sql`((${day})::timestamp at time zone 'UTC' + interval '2 days')`
