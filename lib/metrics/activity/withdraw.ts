import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import type { ActivityKind } from '@/lib/settings/terms'
import { blockOf, dayMask, earliestDayIn, NO_DAYS } from './bits'
import { rawSpans } from './raw'
import { enqueueRecount, markDays } from './record'
import { dayBoundary, daysOf, type Spans } from './spans'
import type { ActivityRules } from './state'

/**
 * Takes back the days that spans touched, after the rows behind them were moved to another time or member, shortened or
 * removed: a day falls only where no row of the kind is left on it. In the transaction that changed the rows, under
 * an exclusive `lockActivity`; what the rows touch now is recorded afterwards.
 */
export async function removeActivity(trx: Trx, rules: ActivityRules, kind: ActivityKind, spans: Spans): Promise<void> {
  const { rows } = await sql<{ member_id: number; days: string[] }>`
    with touched as materialized (${daysOf(spans, rules.zone)}),
    gone as materialized (
      select member_id, day from touched where not exists (
        select from (${daysOf(rowsInDays(kind), rules.zone)}) as left_over where left_over.day = touched.day)
    ),
    cleared as (
      update activity set days = activity.days & ~taken.days
      from (
        select ${blockOf(sql`day`)} as block, member_id, bit_or(${dayMask(sql`day`)}) as days from gone group by 1, 2
      ) as taken
      where activity.block = taken.block and activity.kind = ${kind} and activity.member_id = taken.member_id
    )
    select member_id, array_agg(day::text) as days from gone group by member_id order by member_id`.execute(trx)
  if (rows.length === 0 || !rules.kinds.includes(kind)) return
  const members = rows.map((row) => row.member_id)
  const days = [...new Set(rows.flatMap((row) => row.days))]
  await refreshMembers(
    trx,
    rules,
    sql`select unnest(${members}::bigint[]) as id`,
    sql`select unnest(${days}::date[]) as day`,
  )
  await enqueueRecount(trx)
}

/** A member's rows of a kind that may touch the day at hand. */
function rowsInDays(kind: ActivityKind): Spans {
  const day = sql`touched.day`
  const window = { from: dayBoundary(day, -1), to: dayBoundary(day, 1) }
  return sql`select * from (${rawSpans(kind, window, sql`now()`)}) as kept where kept.member_id = touched.member_id`
}

/**
 * Makes members' first day and last instant anew from the bitmaps and rows, and marks the given days and the first days that
 * changed for recount.
 */
export async function refreshMembers(
  trx: Trx,
  rules: ActivityRules,
  members: RawBuilder<unknown>,
  days: RawBuilder<unknown>,
): Promise<void> {
  const counts = (kind: ActivityKind) => sql.lit(rules.kinds.includes(kind))
  await sql`
    with wanted as materialized (
      select member.id, member.first_active_on, member.last_active_at from member
      join (${members}) as asked on asked.id = member.id order by member.id for no key update of member
    ),
    known as materialized (
      select wanted.id, wanted.first_active_on as old_day,
        (select min(${earliestDayIn(sql`block`, sql`days`)}) from activity where activity.member_id = wanted.id
          and activity.kind = any(${rules.kinds}::text[]) and activity.days <> ${NO_DAYS}) as new_day,
        greatest(
          (select max(sent_at) from message where ${counts('message')} and message.member_id = wanted.id),
          (select max(coalesce(ended_at, greatest(started_at, now()))) from attendance
            where ${counts('attendance')} and attendance.member_id = wanted.id),
          (select max(at) from feature_usage where ${counts('feature')} and feature_usage.member_id = wanted.id)
        ) as last_at
      from wanted
    ),
    updated as (
      update member set first_active_on = known.new_day, last_active_at = known.last_at from known
      where member.id = known.id
        and (member.first_active_on, member.last_active_at) is distinct from (known.new_day, known.last_at)
    ),
    changed as (
      select day from (${days}) as given
      union select old_day from known where old_day is distinct from new_day and old_day is not null
      union select new_day from known where old_day is distinct from new_day and new_day is not null
    )
    ${markDays(sql`select day from changed`)}`.execute(trx)
}
