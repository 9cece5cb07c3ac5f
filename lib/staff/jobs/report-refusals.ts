import type { TaskHandler } from '@/lib/core/jobs/handler'
import { reportRefusals } from '@/lib/staff/commands/report-refusals'
import type { reportRefusalsTask } from '@/lib/staff/tasks'

export const handler: TaskHandler<typeof reportRefusalsTask> = async (_payload, { db, log }) => {
  const entries = await reportRefusals(db, new Date())
  if (entries > 0) log.warn({ entries }, 'throttled attempts were added to the audit log')
}
