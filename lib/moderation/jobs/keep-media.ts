import type { TaskHandler } from '@/lib/core/jobs/handler'
import { keepMedia } from '@/lib/moderation/commands/media/keep-media'
import type { keepMediaTask } from '@/lib/moderation/tasks'

export const handler: TaskHandler<typeof keepMediaTask> = async ({ mediaId }, { db, signal }) => {
  await keepMedia(db, mediaId, { signal })
}
