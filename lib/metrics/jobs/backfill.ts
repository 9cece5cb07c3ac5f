import type { TaskHandler } from '@/lib/core/jobs/handler'
import { backfillRange } from '@/lib/metrics/commands/backfill'
import type { backfillTask } from '@/lib/metrics/tasks'

export const handler: TaskHandler<typeof backfillTask> = async ({ from, to }, { db, signal, log }) => {
  const { samples } = await backfillRange(db, {
    from: from ? new Date(from) : null,
    to: to ? new Date(to) : null,
    signal,
  })
  log.info({ samples }, 'backfill finished')
}
