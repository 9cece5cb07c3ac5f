import { type RawBuilder, sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import type { CalendarUnit, LocalDays, MemberCount } from '../relation'
import { blockOf, dayMask, NO_DAYS } from './bits'
import { rawSpansOf, UNBOUNDED } from './raw'
import { dayBoundary, daysOf, localDay } from './spans'
import { type ActivityState, getActivityState } from './state'

/** Distinct members active on each day of the range, 0 where nobody was. Exact in every zone. */
export const countActiveByDay = (db: ReadDb, range: LocalDays): Promise<MemberCount[]> =>
  countActive(db, { ...range, unit: 'day' })

/**
 * Distinct members active in each week or month, or in all of the range, each counted once; only days within the range
 * count, so ask for whole units to have whole units. With `channelIds` only messages in these channels make a member
 * active. The community's own zone is answered from the bitmaps, others and channels from the rows.
 */
export async function countActive(
  db: ReadDb,
  query: LocalDays & { unit: CalendarUnit; channelIds?: readonly number[] },
): Promise<MemberCount[]> {
  const state = await getActivityState(db)
  const zone = query.zone ?? state.zone
  const active =
    isKept(state, zone) && !query.channelIds ? activeInBitmaps(state, query) : activeInRows(state, zone, query)
  const { rows } = await sql<MemberCount>`
    with day as materialized (
      select day, ${startOf(query.unit, query.from)} as start
      from (select generate_series(0, ${query.to}::date - ${query.from}::date - 1) + ${query.from}::date as day) as days
    )
    select day.start::text as start, coalesce(max(active.members), 0)::int as members
    from (select distinct start from day) as day left join (${active}) as active on active.start = day.start
    group by day.start order by day.start`.execute(db)
  return rows
}

const isKept = (state: ActivityState, zone: string): boolean => state.isComplete && state.zone === zone

const startOf = (unit: CalendarUnit, from: string): RawBuilder<string> =>
  unit === 'all' ? sql`${from}::date` : sql`date_trunc(${unit}, day::timestamp)::date`

/** `start, members` from the bitmaps, for units of the relation `day`. */
const activeInBitmaps = (state: ActivityState, { from, to }: LocalDays): RawBuilder<unknown> => sql`
  select wanted.start, count(distinct kept.member_id) as members
  from (select start, ${blockOf(sql`day`)} as block, bit_or(${dayMask(sql`day`)}) as days from day group by 1, 2) as wanted
  join activity as kept on kept.block = wanted.block and kept.kind = any(${state.kinds}::text[])
    and kept.block between ${blockOf(sql`${from}::date`)} and ${blockOf(sql`${to}::date`)}
    and (kept.days & wanted.days) <> ${NO_DAYS}
  group by wanted.start`

/** `start, members` from the rows, in any zone. */
function activeInRows(
  state: ActivityState,
  zone: string,
  { from, to, channelIds }: LocalDays & { channelIds?: readonly number[] },
): RawBuilder<unknown> {
  const window = { from: dayBoundary(sql`${from}::date`, -1), to: dayBoundary(sql`${to}::date`, 1) }
  const spans = channelIds
    ? sql`select member_id, sent_at as from_at, sent_at as to_at from message
        where channel_id = any(${channelIds}::bigint[]) and sent_at >= ${window.from} and sent_at < ${window.to}`
    : rawSpansOf(state.kinds, window, sql`now()`)
  return sql`
    select day.start, count(distinct touched.member_id) as members
    from day join (${daysOf(spans, zone)}) as touched on touched.day = day.day group by day.start`
}

/** Members whose first activity ever fell on each day of the range, 0 where nobody's did. Exact in every zone. */
export async function countNewByDay(db: ReadDb, range: LocalDays): Promise<MemberCount[]> {
  const state = await getActivityState(db)
  const zone = range.zone ?? state.zone
  const first = isKept(state, zone)
    ? sql`select first_active_on as day from member where first_active_on >= ${range.from} and first_active_on < ${range.to}`
    : sql`select min(${localDay(sql`from_at`, zone)}) as day from (${firstSpans(state, range)}) as spans group by member_id`
  const { rows } = await sql<MemberCount>`
    select day::text as start, count(first.day)::int as members
    from (select generate_series(0, ${range.to}::date - ${range.from}::date - 1) + ${range.from}::date as day) as days
    left join (${first}) as first using (day) group by day order by day`.execute(db)
  return rows
}

/**
 * The spans among which members' first ones are. A member's first day differs from zone to zone by less than three days, so
 * a finished set of bitmaps leaves few members and days to look at; else it takes every row.
 */
function firstSpans(state: ActivityState, { from, to }: LocalDays): RawBuilder<unknown> {
  if (!state.isComplete) return rawSpansOf(state.kinds, UNBOUNDED, sql`now()`)
  const early = sql`(${from}::date - 3)`
  const late = sql`(${to}::date + 3)`
  const window = { from: dayBoundary(early, -1), to: dayBoundary(late, 1) }
  return sql`
    select spans.* from (${rawSpansOf(state.kinds, window, sql`now()`)}) as spans
    join member on member.id = spans.member_id
    where member.first_active_on >= ${early} and member.first_active_on < ${late}`
}
