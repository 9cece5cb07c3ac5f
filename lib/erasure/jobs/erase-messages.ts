import type { TaskHandler } from '@/lib/core/jobs/handler'
import { eraseMessages } from '@/lib/erasure/commands/erase-messages'
import type { eraseMessagesTask } from '@/lib/erasure/tasks'

export const handler: TaskHandler<typeof eraseMessagesTask> = ({ memberIds }, { db, signal }) =>
  eraseMessages(db, memberIds, signal)
