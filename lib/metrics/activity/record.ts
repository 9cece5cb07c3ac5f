import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { enqueue } from '@/lib/core/jobs/contract'
import type { ActivityKind } from '@/lib/settings/terms'
import { recountDaysTask } from '../tasks'
import { bitOf, blockOf, dayMask } from './bits'
import { daysOf, localDay, type Spans } from './spans'
import type { ActivityRules } from './state'

/**
 * Notes that members were active on the local days that spans touch, and calls for the recount of the days that changed.
 * In the transaction that writes the rows behind the spans, under `lockActivity`. Days that are set already cost a look
 * and no write. Order of locks, the same for all: members by id, days, bitmaps by block and member.
 */
export async function recordActivity(trx: Trx, rules: ActivityRules, kind: ActivityKind, spans: Spans): Promise<void> {
  const isCounted = rules.kinds.includes(kind)
  const { rows } = await sql<{ changed: number }>`
    with span as materialized (${spans}),
    touched as materialized (${daysOf(sql`select * from span`, rules.zone)}),
    fresh as materialized (
      select touched.member_id, touched.day from touched
      left join activity on activity.block = ${blockOf(sql`touched.day`)} and activity.kind = ${kind}
        and activity.member_id = touched.member_id
      where activity.days is null or get_bit(activity.days, ${bitOf(sql`touched.day`)}) = 0
    ),
    seen as (
      select member_id, min(${localDay(sql`from_at`, rules.zone)}) as first_day, max(greatest(from_at, to_at)) as last_at
      from span group by member_id
    ),
    behind as materialized (
      select member.id, member.first_active_on, seen.first_day, seen.last_at
      from seen join member on member.id = seen.member_id
      where ${isCounted} and (coalesce(member.first_active_on > seen.first_day, true)
        or coalesce(member.last_active_at < seen.last_at, true))
      order by member.id for no key update of member
    ),
    updated as (
      update member set first_active_on = least(member.first_active_on, behind.first_day),
        last_active_at = greatest(member.last_active_at, behind.last_at)
      from behind where member.id = behind.id
    ),
    changed as (
      select day from fresh where ${isCounted}
      union select first_active_on from behind where first_active_on > first_day
    ),
    marked as (${markDays(sql`select day from changed`)}),
    written as (
      insert into activity (block, kind, member_id, days)
      select ${blockOf(sql`day`)}, ${kind}, member_id, bit_or(${dayMask(sql`day`)}) from fresh
      group by 1, 3 order by 1, 3
      on conflict (block, kind, member_id) do update set days = activity.days | excluded.days
    )
    select count(*) as changed from changed`.execute(trx)
  if (rows[0]?.changed) await enqueueRecount(trx)
}

/**
 * Marks days for their recount, in order against deadlocks. A mark that is there already is locked (`where false` changes
 * nothing else): a recount that runs meanwhile would not see this transaction's rows and must not take the mark.
 */
export const markDays = (days: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  insert into day_dirty (day) select day from (${days}) as touched order by day
  on conflict (day) do update set day = excluded.day where false`

export const enqueueRecount = (trx: Trx): Promise<string> => enqueue(trx, recountDaysTask, {})
