import type { TaskHandler } from '@/lib/core/jobs/handler'
import { deliver } from '@/lib/webhooks/commands/deliver'
import type { deliverWebhookTask } from '@/lib/webhooks/tasks'

export const handler: TaskHandler<typeof deliverWebhookTask> = async ({ deliveryId }, { db, signal }) => {
  await deliver(db, deliveryId, { signal })
}
