import { sendHead } from '@/lib/audit/send-head'
import type { sendAuditHeadTask } from '@/lib/audit/tasks'
import type { TaskHandler } from '@/lib/core/jobs/handler'

export const handler: TaskHandler<typeof sendAuditHeadTask> = async (_payload, { db }) => {
  await sendHead(db)
}
