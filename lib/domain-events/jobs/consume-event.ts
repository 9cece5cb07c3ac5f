import { consumeEvent } from '@/lib/core/events/consume'
import type { consumeEventTask } from '@/lib/core/events/tasks'
import type { TaskHandler } from '@/lib/core/jobs/handler'
import { REGISTRY } from '../registry'

export const handler: TaskHandler<typeof consumeEventTask> = async (delivery, { db }) => {
  await consumeEvent(db, REGISTRY, delivery)
}
