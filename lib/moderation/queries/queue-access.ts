import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { type Actor, isAllowed } from '@/lib/staff/actor'

/**
 * Whether somebody may work a queue: it is open, they are on its list, or they manage queues. The database holds staff to the
 * same when a claim is written.
 */
export async function canWorkQueue(db: ReadDb, actor: Actor, queueId: string): Promise<boolean> {
  if (isAllowed(actor, 'queues:write')) return true
  const staffId = actor.kind === 'staff' ? actor.id : null
  const { rows } = await sql<{ may: boolean }>`
    select is_open or exists (
      select from queue_access where queue_id = moderation_queue.id and staff_id = ${staffId}::uuid
    ) as may from moderation_queue where id = ${queueId}`.execute(db)
  return rows[0]?.may ?? false
}

/** Whether there is no queue that somebody may not work: then what is gathered from all of them hides nothing from them. */
export async function canWorkEveryQueue(db: ReadDb, actor: Actor): Promise<boolean> {
  if (isAllowed(actor, 'queues:write')) return true
  const staffId = actor.kind === 'staff' ? actor.id : null
  const { rows } = await sql`
    select from moderation_queue where not is_open
      and id not in (select queue_id from queue_access where staff_id = ${staffId}::uuid) limit 1`.execute(db)
  return rows.length === 0
}
