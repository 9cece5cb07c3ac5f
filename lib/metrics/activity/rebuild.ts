import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { BLOCK_DAYS, blockOf, dayMask, earliestDayIn, firstDayOf, NO_DAYS } from './bits'
import { RAW_KINDS, rawSpans, rawSpansOf, UNBOUNDED } from './raw'
import { dayBoundary, daysOf, localDay } from './spans'
import { type ActivityRules, lockActivity } from './state'

/**
 * Makes the bitmaps anew from the rows, in the days of a zone, and the members' first day and last instant with them: after
 * the community's zone or the kinds that count were changed, or rows were written past the commands. Rows that
 * come in meanwhile are kept by the new zone at once; each block of 384 days is a transaction of its own, so they wait
 * for one block at most. Until it is through, counts are answered from the rows. The caller recounts the days.
 * @throws where the signal aborts, or another rebuild has begun for another zone
 */
export async function rebuildActivity(db: Db, zone: string, signal: AbortSignal): Promise<void> {
  await inTransaction(db, async (trx) => {
    await lockActivity(trx, 'exclusive')
    await trx.updateTable('activity_state').set({ zone, is_complete: false, extended_to: null }).execute()
  })
  for (const block of await listBlocks(db, zone)) {
    signal.throwIfAborted()
    await inTransaction(db, async (trx) => rebuildBlock(trx, await lockFor(trx, zone), block))
  }
  signal.throwIfAborted()
  await inTransaction(db, async (trx) => {
    await refreshAllMembers(trx, await lockFor(trx, zone))
    await trx.updateTable('activity_state').set({ is_complete: true }).execute()
  })
}

async function lockFor(trx: Trx, zone: string): Promise<ActivityRules> {
  const rules = await lockActivity(trx, 'exclusive')
  if (rules.zone !== zone) throw new Error(`the rebuild for ${zone} stopped because one for ${rules.zone} started`)
  return rules
}

/** Every block that has bitmaps, or rows to make them from. */
async function listBlocks(db: Db, zone: string): Promise<number[]> {
  const { rows } = await sql<{ block: number }>`
    with bounds as (
      select min(first_at) as first_at, max(last_at) as last_at from (
        select min(sent_at) as first_at, max(sent_at) as last_at from message
        union all select min(started_at), max(coalesce(ended_at, greatest(started_at, now()))) from attendance
        union all select min(at), max(at) from feature_usage
      ) as kinds
    )
    select generate_series(
      least((select min(block) from activity), ${blockOf(localDay(sql`first_at`, zone))})::int,
      greatest((select max(block) from activity), ${blockOf(localDay(sql`last_at`, zone))})::int
    ) as block from bounds`.execute(db)
  return rows.map((row) => row.block)
}

async function rebuildBlock(trx: Trx, rules: ActivityRules, block: number): Promise<void> {
  const first = firstDayOf(sql`${block}::int`)
  const last = sql`(${first} + ${sql.lit(BLOCK_DAYS - 1)})`
  const window = { from: dayBoundary(first, -1), to: dayBoundary(last, 1) }
  await sql`delete from activity where block = ${block} and kind = any(${RAW_KINDS}::text[])`.execute(trx)
  for (const kind of RAW_KINDS) {
    await sql`
      insert into activity (block, kind, member_id, days)
      select ${block}, ${kind}, member_id, bit_or(${dayMask(sql`day`)})
      from (${daysOf(rawSpans(kind, window, sql`now()`), rules.zone)}) as touched
      where day between ${first} and ${last} group by member_id order by member_id`.execute(trx)
  }
}

async function refreshAllMembers(trx: Trx, rules: ActivityRules): Promise<void> {
  await sql`
    update member set first_active_on = known.first_day, last_active_at = known.last_at
    from member as self
    left join (
      select member_id, min(first_day) as first_day from (
        select member_id, ${earliestDayIn(sql`block`, sql`days`)} as first_day
        from activity where kind = any(${rules.kinds}::text[]) and days <> ${NO_DAYS}
      ) as blocks group by member_id
    ) as opened on opened.member_id = self.id
    left join (
      select member_id, max(to_at) as last_at from (${rawSpansOf(rules.kinds, UNBOUNDED, sql`now()`)}) as spans
      group by member_id
    ) as closed on closed.member_id = self.id
    cross join lateral (select opened.first_day, closed.last_at) as known
    where self.id = member.id
      and (member.first_active_on, member.last_active_at) is distinct from (known.first_day, known.last_at)`.execute(
    trx,
  )
}
