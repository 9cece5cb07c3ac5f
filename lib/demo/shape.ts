import { type RawBuilder, sql } from 'kysely'

/** How big a made-up community is. */
export interface DemoSize {
  members: number
  /** Members who were there before the history begins. */
  founders: number
  months: number
  /** Messages in a quiet hour of the first month; growth, rhythm and the event multiply it. */
  messagesPerHour: number
}

/** A middle-sized community of a few years. */
export const DEMO_SIZE: DemoSize = { members: 5_000, founders: 600, months: 24, messagesPerHour: 15 }

/** What happened, in days before now. */
export const DEMO_EVENTS = { outageDaysAgo: 18, outageHours: 40, incidentDaysAgo: 62, eventDaysAgo: 9 } as const

/**
 * A uniform number in [0, 1) that depends on the seed, a purpose and a row only, so that one seed always makes one
 * community. Postgres' own hash does it in the database, where the rows are made.
 */
export const uniform = (seed: number, purpose: number, row: RawBuilder<unknown>): RawBuilder<number> =>
  sql<number>`((hashint8extended(${row}::bigint, ${sql.lit(seed * 1_000 + purpose)}) & 9007199254740991)::double precision / 9007199254740992.0)`

/**
 * How busy the community is at an instant, 1 = a quiet hour of the first month. Members live in several zones, so the
 * daily wave is a mix of three evenings; weekends are busier in spaces and calmer in channels.
 */
export const activityLevel = (at: RawBuilder<unknown>, start: Date, now: Date, weekend: number): RawBuilder<number> => {
  const hour = sql`extract(hour from ${at} at time zone 'UTC')::double precision`
  const wave = (peak: number, weight: number) =>
    sql`${sql.lit(weight)} * exp(-power(least(abs(${hour} - ${sql.lit(peak)}), 24 - abs(${hour} - ${sql.lit(peak)})) / 4.2, 2))`
  const ago = (days: number) =>
    sql`extract(epoch from ${now}::timestamptz - ${at})::double precision / 86400.0 - ${sql.lit(days)}`
  return sql<number>`(
    (1 + 4.2 * power(extract(epoch from ${at} - ${start}::timestamptz)::double precision / extract(epoch from ${now}::timestamptz - ${start}::timestamptz)::double precision, 1.35))
    * (0.16 + ${wave(19, 0.9)} + ${wave(2, 0.55)} + ${wave(12, 0.4)})
    * (case when extract(isodow from ${at} at time zone 'UTC') >= 6 then ${sql.lit(weekend)} else 1.0 end)
    * (1 + 0.07 * sin(extract(epoch from ${at})::double precision / 86400.0 / 58.1))
    * (case when ${ago(DEMO_EVENTS.eventDaysAgo)} between -0.6 and 1.4 then 2.3 else 1.0 end)
    * (case when ${ago(DEMO_EVENTS.incidentDaysAgo)} between -0.05 and 0.35 then 0.08 else 1.0 end))`
}

/** The span of a part of the history that is being made. */
export interface HistoryRange {
  seed: number
  size: DemoSize
  /** Begin of the whole history, on a full two hours, and its end. */
  start: Date
  now: Date
}

/** `from generate_series(…)`: the begins of all steps of a span. */
export const stepsOf = (span: HistoryRange, seconds: number) =>
  sql`generate_series(${span.start}::timestamptz, ${span.now}::timestamptz, interval '1 second' * ${seconds}) as at`
