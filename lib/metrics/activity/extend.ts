import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { recordActivity } from './record'
import { localDay } from './spans'
import { lockActivity } from './state'

/**
 * Counts the members who are still there on every local day up to now. Called at each collection; it has work to do once
 * a day, after midnight in the community's zone, because opening an attendance has recorded the days until then.
 */
export async function extendOpenAttendances(db: Db, now: Date): Promise<void> {
  if (!(await isDue(db, now))) return
  await inTransaction(db, async (trx) => {
    const rules = await lockActivity(trx, 'shared')
    await recordActivity(
      trx,
      rules,
      'attendance',
      sql`select member_id, started_at as from_at, ${now}::timestamptz as to_at
        from attendance where ended_at is null and started_at <= ${now}`,
    )
    await sql`update activity_state set extended_to = greatest(extended_to, ${localDay(sql`${now}::timestamptz`, rules.zone)})`.execute(
      trx,
    )
  })
}

async function isDue(db: Db, now: Date): Promise<boolean> {
  const { rows } = await sql<{ is_due: boolean }>`
    select coalesce(extended_to < (${now}::timestamptz at time zone zone)::date, true) as is_due
    from activity_state`.execute(db)
  return rows[0]?.is_due ?? false
}
