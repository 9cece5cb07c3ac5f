import type { TaskHandler } from '@/lib/core/jobs/handler'
import { sweepDeliveries } from '@/lib/webhooks/commands/sweep-deliveries'
import type { sweepDeliveriesTask } from '@/lib/webhooks/tasks'

export const handler: TaskHandler<typeof sweepDeliveriesTask> = async (_payload, { db, log }) => {
  const swept = await sweepDeliveries(db)
  if (swept > 0) log.warn({ swept }, 'queued jobs for overdue deliveries')
}
