import type { TaskHandler } from '@/lib/core/jobs/handler'
import { rollUpDirty } from '@/lib/metrics/commands/roll-up'
import type { rollUpTask } from '@/lib/metrics/tasks'

export const handler: TaskHandler<typeof rollUpTask> = async (_payload, { db, signal }) => {
  await rollUpDirty(db, { signal })
  // Cut short by a shut-down, the job must come again: what it left is still marked.
  signal.throwIfAborted()
}
