import type { ReadDb } from '@/lib/core/db/types'
import type { ModeratorView } from '../schema/queues'

/** Who may work cases: a queue that is not open to all of them is worked by those on its list, and by every manager. */
export async function listModerators(db: ReadDb): Promise<{ items: ModeratorView[]; next: null }> {
  const rows = await db
    .selectFrom('staff')
    .select(['id', 'name'])
    .where('role', '=', 'moderator')
    .where('disabled_at', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .execute()
  return { items: rows, next: null }
}
