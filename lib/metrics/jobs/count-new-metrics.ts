import type { TaskHandler } from '@/lib/core/jobs/handler'
import { countNewMetrics } from '@/lib/metrics/commands/count-new-metrics'
import type { countNewMetricsTask } from '@/lib/metrics/tasks'

export const handler: TaskHandler<typeof countNewMetricsTask> = async (_payload, { db }) => {
  await countNewMetrics(db)
}
