import type { TaskHandler } from '@/lib/core/jobs/handler'
import { recountDays } from '@/lib/metrics/commands/recount-days'
import type { recountDaysTask } from '@/lib/metrics/tasks'

export const handler: TaskHandler<typeof recountDaysTask> = async (_payload, { db, signal }) => {
  await recountDays(db, signal)
  signal.throwIfAborted()
}
