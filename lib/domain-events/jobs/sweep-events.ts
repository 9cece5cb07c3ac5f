import { sweepEvents } from '@/lib/core/events/consume'
import type { sweepEventsTask } from '@/lib/core/events/tasks'
import type { TaskHandler } from '@/lib/core/jobs/handler'

export const handler: TaskHandler<typeof sweepEventsTask> = async (_payload, { db, log }) => {
  const swept = await sweepEvents(db)
  if (swept > 0) log.warn({ swept }, 'queued jobs for events that had lost theirs')
}
