import type { TaskHandler } from '@/lib/core/jobs/handler'
import { rebuildLocalDays } from '@/lib/metrics/commands/rebuild-days'
import type { rebuildDaysTask } from '@/lib/metrics/tasks'

export const handler: TaskHandler<typeof rebuildDaysTask> = async (_payload, { db, signal }) =>
  rebuildLocalDays(db, signal)
