import { type RawBuilder, sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import type { ActivityKind } from '@/lib/settings/terms'
import { wholeDays } from '../range-segments'
import { blockOf, dayMask, NO_DAYS } from './bits'
import { rawSpansOf, UNBOUNDED } from './raw'
import { type ActivityState, getActivityState } from './state'

/**
 * Distinct members active between two instants, `[from, to)`: whole days from the bitmaps, and what the range cuts off days
 * from the rows, so that a long range costs no more rows than two days have.
 */
export async function countActiveBetween(db: ReadDb, from: Date, to: Date): Promise<number> {
  const state = await getActivityState(db)
  const days = state.isComplete ? wholeDays(from, to, state.zone) : null
  const parts = edgesOf(days, from, to).map((edge) => activeInRows(state.kinds, edge))
  if (days) parts.push(activeOnDays(state.kinds, days))
  const { rows } = await sql<{ n: number }>`
    select count(distinct member_id)::int as n from (${sql.join(parts, sql` union all `)}) as active`.execute(db)
  return rows[0]?.n ?? 0
}

/**
 * Members whose first activity ever lies between two instants, `[from, to)`: by their first day, and where the range cuts
 * that day by their first row on it.
 */
export async function countNewBetween(db: ReadDb, from: Date, to: Date): Promise<number> {
  const state = await getActivityState(db)
  if (!state.isComplete) return countFirstRows(db, state.kinds, { from, to })
  const days = wholeDays(from, to, state.zone)
  const parts = edgesOf(days, from, to).map((edge) => newInRows(state, edge))
  if (days) {
    parts.push(sql`select id as member_id from member
      where first_active_on >= ${days.fromDay}::date and first_active_on < ${days.toDay}::date`)
  }
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (${sql.join(parts, sql` union all `)}) as fresh`.execute(db)
  return rows[0]?.n ?? 0
}

interface Edge {
  from: Date
  to: Date
}

type Days = ReturnType<typeof wholeDays>

/** What of a range lies before and after its whole days. */
function edgesOf(days: Days, from: Date, to: Date): Edge[] {
  if (!days) return [{ from, to }]
  return [
    { from, to: days.from },
    { from: days.to, to },
  ].filter((edge) => edge.from < edge.to)
}

const instant = (at: Date): RawBuilder<Date> => sql`${at}::timestamptz`

const windowOf = ({ from, to }: Edge) => ({ from: instant(from), to: instant(to) })

const activeInRows = (kinds: readonly ActivityKind[], edge: Edge): RawBuilder<unknown> => sql`
  select member_id from (${rawSpansOf(kinds, windowOf(edge), sql`now()`)}) as span
  where from_at < ${instant(edge.to)} and (to_at > ${instant(edge.from)} or from_at >= ${instant(edge.from)})`

const activeOnDays = (kinds: readonly ActivityKind[], days: NonNullable<Days>): RawBuilder<unknown> => sql`
  select kept.member_id from (
    select ${blockOf(sql`day`)} as block, bit_or(${dayMask(sql`day`)}) as days
    from (
      select generate_series(0, ${days.toDay}::date - ${days.fromDay}::date - 1) + ${days.fromDay}::date as day
    ) as wanted group by 1
  ) as wanted join activity as kept on kept.block = wanted.block and kept.kind = any(${kinds}::text[])
    and (kept.days & wanted.days) <> ${NO_DAYS}`

/** Of the members whose first day an edge touches, those whose first row lies in it. An edge lies within a day or two. */
const newInRows = ({ kinds, zone }: ActivityState, edge: Edge): RawBuilder<unknown> => {
  const from = sql<Date>`date_trunc('day', ${instant(edge.from)}, ${zone}::text) - interval '3 hours'`
  return sql`
    select span.member_id
    from (${rawSpansOf(kinds, { from, to: instant(edge.to) }, sql`now()`)}) as span
    join member on member.id = span.member_id
    where member.first_active_on between (${instant(edge.from)} at time zone ${zone}::text)::date
      and (${instant(edge.to)} at time zone ${zone}::text)::date
    group by span.member_id
    having min(from_at) >= ${instant(edge.from)} and min(from_at) < ${instant(edge.to)}`
}

/** Without bitmaps only the rows know who is new. */
async function countFirstRows(db: ReadDb, kinds: readonly ActivityKind[], { from, to }: Edge): Promise<number> {
  const spans = rawSpansOf(kinds, { from: UNBOUNDED.from, to: instant(to) }, sql`now()`)
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (
      select min(from_at) as first_at from (${spans}) as span group by member_id
    ) as first where first_at >= ${instant(from)} and first_at < ${instant(to)}`.execute(db)
  return rows[0]?.n ?? 0
}
