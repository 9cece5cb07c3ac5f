import type { ensurePartitionsTask } from '@/lib/community/tasks'
import { ensurePartitions, PARTITIONED_TABLES } from '@/lib/core/db/partitions'
import type { TaskHandler } from '@/lib/core/jobs/handler'

const DAY_MS = 86_400_000
/** So far ahead that a worker which is off for a season still finds its months when it is back. */
const AHEAD_DAYS = 100

/** Makes the months ahead, so that no insert has to wait for one to be made. */
export const handler: TaskHandler<typeof ensurePartitionsTask> = async (_payload, { db }) => {
  const now = Date.now()
  for (const table of PARTITIONED_TABLES) {
    await ensurePartitions(db, table, new Date(now - DAY_MS), new Date(now + AHEAD_DAYS * DAY_MS))
  }
}
