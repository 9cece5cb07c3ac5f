import type { TaskHandler } from '@/lib/core/jobs/handler'
import { runBacktest } from '@/lib/moderation/commands/backtests/run-backtest'
import type { backtestRuleTask } from '@/lib/moderation/tasks'

export const handler: TaskHandler<typeof backtestRuleTask> = ({ backtestId }, { db, signal }) =>
  runBacktest(db, backtestId, signal)
