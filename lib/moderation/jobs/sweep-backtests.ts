import type { TaskHandler } from '@/lib/core/jobs/handler'
import { sweepBacktests } from '@/lib/moderation/commands/backtests/end-backtest'
import type { sweepBacktestsTask } from '@/lib/moderation/tasks'

export const handler: TaskHandler<typeof sweepBacktestsTask> = async (_payload, { db, log }) => {
  const ended = await sweepBacktests(db)
  if (ended > 0) log.warn({ ended }, 'backtests were ended because their job was lost')
}
