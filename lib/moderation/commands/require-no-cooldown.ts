import type { Trx } from '@/lib/core/db/types'
import { conflict } from '@/lib/core/errors'
import type { Actor } from '@/lib/staff/actor'
import { listQueues } from '../queries/list-queues'
import { findCooldown } from '../queries/rotation'

/**
 * Lets nobody go on in a queue from which they rest.
 * @throws DomainError `queue.rotation` (conflict), with `until`, and the queue that waits for them instead as `next`
 */
export async function requireNoCooldown(trx: Trx, actor: Actor, queueId: string, now: Date): Promise<void> {
  const rest = await findCooldown(trx, actor, queueId, now)
  if (!rest) return
  const { items } = await listQueues(trx, actor, now)
  const next = items.find(({ id, open, restUntil }) => id !== queueId && open > 0 && restUntil === null)
  throw conflict('queue.rotation', `Your cooldown from ${rest.name} isn’t over yet.`, {
    queue: { id: queueId, name: rest.name },
    until: rest.until.toISOString(),
    next: next ? { id: next.id, name: next.name } : null,
  })
}
