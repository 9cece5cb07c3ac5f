import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { type Actor, isAllowed } from '@/lib/staff/actor'
import type { QueueView } from '../schema/queues'
import { findCooldowns } from './rotation'

/** The queues that somebody may work, in the order of routing, with what waits in each, and until when they rest from it. */
export async function listQueues(
  db: ReadDb,
  actor: Actor,
  now: Date = new Date(),
): Promise<{ items: QueueView[]; next: null }> {
  const staffId = actor.kind === 'staff' ? actor.id : null
  const { rows } = await sql<Omit<QueueView, 'restUntil'>>`
    select queue.id, queue.name, queue.routing, queue.sla_minutes as "slaMinutes", queue.is_open as "isOpen",
      queue.is_default as "isDefault", queue.position, queue.rotation, queue.version,
      array(select staff_id::text from queue_access where queue_id = queue.id) as "staffIds",
      coalesce(waiting.open, 0) as open, coalesce(waiting.escalated, 0) as escalated, coalesce(waiting.overdue, 0) as overdue
    from moderation_queue as queue
    left join (
      select queue_id, count(*) filter (where status = 'open')::int as open,
        count(*) filter (where status = 'escalated')::int as escalated, count(*) filter (where due_at < ${now}::timestamptz)::int as overdue
      from moderation_case where status in ('open', 'escalated') group by queue_id
    ) as waiting on waiting.queue_id = queue.id
    where ${isAllowed(actor, 'queues:write')} or queue.is_open
      or exists (select from queue_access where queue_id = queue.id and staff_id = ${staffId}::uuid)
    order by queue.position, queue.id`.execute(db)
  const rests = await findCooldowns(db, actor, rows, now)
  return {
    items: rows.map((queue) => ({ ...queue, restUntil: rests.get(queue.id)?.toISOString() ?? null })),
    next: null,
  }
}
