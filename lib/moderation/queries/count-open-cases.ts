import type { ReadDb } from '@/lib/core/db/types'
import type { NavigationCount } from '@/lib/domain'
import type { Actor } from '@/lib/staff/actor'
import { listQueues } from './list-queues'

/** How many cases wait in the queues that one may work; urgent where some are overdue. */
export async function countOpenCases(db: ReadDb, actor: Actor): Promise<NavigationCount> {
  const { items } = await listQueues(db, actor)
  const isUrgent = items.some(({ overdue }) => overdue > 0)
  return {
    count: items.reduce((sum, queue) => sum + queue.open, 0),
    isUrgent,
    words: isUrgent ? 'open, some overdue' : 'open',
  }
}
