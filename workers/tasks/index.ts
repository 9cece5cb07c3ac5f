import type { CronItem } from 'graphile-worker'
import { sendAuditHeadTask } from '@/lib/audit/tasks'
import { collectSourceTask } from '@/lib/collection/tasks'
import { applyRetentionTask, importFileTask, keepPartitionsTask } from '@/lib/community/tasks'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { enqueue, type Task } from '@/lib/core/jobs/contract'
import type { TaskHandler } from '@/lib/core/jobs/handler'
import { eraseMessagesTask } from '@/lib/erasure/tasks'
import { backfillTask, rebuildDaysTask, recountDaysTask, rollUpTask } from '@/lib/metrics/tasks'
import { backtestRuleTask, keepMediaTask, rescoreReportersTask, sweepBacktestsTask } from '@/lib/moderation/tasks'
import { reportRefusalsTask } from '@/lib/staff/tasks'
import { deliverWebhookTask, sweepDeliveriesTask } from '@/lib/webhooks/tasks'
import type { TaskEntry } from '../job-runner'
import type { Scheduler } from '../scheduler'
import { handler as applyRetention } from './apply-retention'
import { handler as backfill } from './backfill'
import { handler as backtestRule } from './backtest-rule'
import { collectSource } from './collect-source'
import { handler as deliverWebhook } from './deliver-webhook'
import { handler as eraseMessages } from './erase-messages'
import { handler as importFile } from './import-file'
import { handler as keepMedia } from './keep-media'
import { handler as keepPartitions } from './keep-partitions'
import { handler as rebuildDays } from './rebuild-days'
import { handler as recountDays } from './recount-days'
import { handler as reportRefusals } from './report-refusals'
import { handler as rescoreReporters } from './rescore-reporters'
import { handler as rollUp } from './roll-up'
import { handler as sendAuditHead } from './send-audit-head'
import { handler as sweepBacktests } from './sweep-backtests'
import { handler as sweepDeliveries } from './sweep-deliveries'

/** What the one handler needs that works beside the scheduled runs. */
export interface TaskSurroundings {
  scheduler: Scheduler
  workerId: string
}

/** Durable jobs that any process may carry out, the command line too where no worker is running. */
export const COMMON_TASKS: readonly TaskEntry[] = [
  entry(rollUpTask, rollUp),
  entry(recountDaysTask, recountDays),
  entry(rebuildDaysTask, rebuildDays),
  entry(backfillTask, backfill),
  entry(importFileTask, importFile),
  entry(keepPartitionsTask, keepPartitions),
  entry(applyRetentionTask, applyRetention),
  entry(eraseMessagesTask, eraseMessages),
  entry(rescoreReportersTask, rescoreReporters),
  entry(backtestRuleTask, backtestRule),
  entry(sweepBacktestsTask, sweepBacktests),
  entry(sweepDeliveriesTask, sweepDeliveries),
  entry(sendAuditHeadTask, sendAuditHead),
  entry(reportRefusalsTask, reportRefusals),
]

/**
 * Calls to other people's systems, which may hang. They run apart from everything else, so that a receiver that is silent
 * holds up no roll-up.
 */
export const OUTBOUND_TASKS: readonly TaskEntry[] = [
  entry(deliverWebhookTask, deliverWebhook),
  entry(keepMediaTask, keepMedia),
]

/** Every durable job and who carries it out. */
export const listTasks = ({ scheduler, workerId }: TaskSurroundings): TaskEntry[] => [
  entry(collectSourceTask, collectSource(scheduler, workerId)),
  ...COMMON_TASKS,
]

/** Upkeep by the clock (UTC); graphile-worker sees to it that each comes once, however many workers run. */
export const MAINTENANCE: readonly CronItem[] = [
  { task: keepPartitionsTask.name, match: '17 */6 * * *', options: { backfillPeriod: 86_400_000 } },
  { task: applyRetentionTask.name, match: '41 3 * * *', options: { backfillPeriod: 86_400_000 } },
  { task: sweepDeliveriesTask.name, match: '*/5 * * * *' },
  { task: sweepBacktestsTask.name, match: '*/5 * * * *' },
  { task: reportRefusalsTask.name, match: '* * * * *' },
]

/** What a worker does when it starts: an installation that was off for a season has no partition for today. */
export async function enqueueUpkeep(db: Db): Promise<void> {
  await inTransaction(db, (trx) => enqueue(trx, keepPartitionsTask, {}, { key: keepPartitionsTask.name }))
}

/** The runner parses each payload by the task's schema before the handler gets it, so the pair fits. */
function entry<T extends Task>(task: T, handler: TaskHandler<T>): TaskEntry {
  return { task, handler: handler as TaskHandler<Task> }
}
