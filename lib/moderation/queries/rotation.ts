import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { type Actor, actorRef, isAllowed } from '@/lib/staff/actor'
import { cooldownUntil, type QueueActivity } from '../rules/rotation'
import type { Rotation } from '../schema/queues'

/** Pauses last a day at most; what was done before the day before counts for nobody any more. */
const LOOK_BACK_MS = 48 * 3_600_000

/** Whether a queue's rotation is about somebody at all: it is for the people who work it, not for those who manage it. */
const isRotated = (actor: Actor): boolean => actor.kind === 'staff' && !isAllowed(actor, 'queues:write')

/** Until when somebody rests from queues, by the queue; one that they may work now is not among them. */
export async function findCooldowns(
  db: ReadDb,
  actor: Actor,
  queues: readonly { id: string; rotation: Rotation | null }[],
  now: Date,
): Promise<Map<string, Date>> {
  const rotated = queues.filter(({ rotation }) => rotation !== null)
  if (!isRotated(actor) || rotated.length === 0) return new Map()
  const deeds = await readQueueActivity(db, actor, now)
  const rests = new Map<string, Date>()
  for (const { id, rotation } of rotated) {
    const own = deeds.filter((deed) => deed.queueId === id)
    const until = rotation && cooldownUntil(rotation, own, now)
    if (until) rests.set(id, until)
  }
  return rests
}

async function readQueueActivity(
  db: ReadDb,
  actor: Actor,
  now: Date,
): Promise<(QueueActivity & { queueId: string })[]> {
  const since = new Date(now.getTime() - LOOK_BACK_MS)
  const { rows } = await sql<QueueActivity & { queueId: string }>`
    select decision.decided_at as at, 'decision' as kind, self.queue_id as "queueId"
    from moderation_decision as decision join moderation_case as self on self.id = decision.case_id
    where decision.decided_by = ${actorRef(actor)} and decision.decided_at > ${since}::timestamptz and decision.reverses_id is null
    union all
    select at, 'reveal', queue_id from media_reveal where seen_by = ${actorRef(actor)} and at > ${since}::timestamptz
    order by at`.execute(db)
  return rows
}

/** The same for one queue, read only where it lets people rest at all. */
export async function findCooldown(
  db: ReadDb,
  actor: Actor,
  queueId: string,
  now: Date,
): Promise<{ name: string; until: Date } | null> {
  if (!isRotated(actor)) return null
  const { rows } = await sql<{ id: string; name: string; rotation: Rotation | null }>`
    select id, name, rotation from moderation_queue where id = ${queueId} and rotation is not null`.execute(db)
  const queue = rows[0]
  const until = queue && (await findCooldowns(db, actor, [queue], now)).get(queueId)
  return queue && until ? { name: queue.name, until } : null
}
