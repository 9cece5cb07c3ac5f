import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { type Actor, isAllowed } from '@/lib/staff/actor'

/**
 * Whether somebody may work a queue: it is open, they are on its list, or they manage queues. The database holds staff to the
 * same when a claim is written.
 */
export async function mayWork(db: ReadDb, actor: Actor, queueId: string): Promise<boolean> {
  if (isAllowed(actor, 'queues:write')) return true
  const staffId = actor.kind === 'staff' ? actor.id : null
  const { rows } = await sql<{ may: boolean }>`
    select is_open or exists (
      select from queue_access where queue_id = moderation_queue.id and staff_id = ${staffId}::uuid
    ) as may from moderation_queue where id = ${queueId}`.execute(db)
  return rows[0]?.may ?? false
}
