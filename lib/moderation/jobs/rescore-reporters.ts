import type { TaskHandler } from '@/lib/core/jobs/handler'
import { rescoreReporters } from '@/lib/moderation/commands/decisions/rescore-reporters'
import type { rescoreReportersTask } from '@/lib/moderation/tasks'

export const handler: TaskHandler<typeof rescoreReportersTask> = ({ memberIds }, { db, signal }) =>
  rescoreReporters(db, memberIds, signal)
