import type { TaskHandler } from '@/lib/core/jobs/handler'
import { copyMedia } from '@/lib/moderation/commands/media/copy-media'
import type { copyMediaTask } from '@/lib/moderation/tasks'

export const handler: TaskHandler<typeof copyMediaTask> = async ({ mediaId }, { db, signal }) => {
  await copyMedia(db, mediaId, { signal })
}
