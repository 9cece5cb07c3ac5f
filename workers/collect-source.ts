import { claimManualRun } from '@/lib/collection/commands/start-manual-run'
import type { collectSourceTask } from '@/lib/collection/tasks'
import type { TaskHandler } from '@/lib/core/jobs/handler'
import type { Scheduler } from './scheduler'

/** Carries out a run that somebody asked for, beside the scheduled ones of this worker and under the same leases. */
export function collectSource(scheduler: Scheduler, workerId: string): TaskHandler<typeof collectSourceTask> {
  return async ({ runId }, { db }) => {
    const { run, isHeld } = await claimManualRun(db, { runId, workerId })
    // The job outlived the worker that had it, whose lease has not ended yet.
    if (isHeld) throw new Error(`another worker still holds run ${runId}`)
    if (!run) return
    const execution = await scheduler.carryOut(run)
    if (execution === 'released') throw new Error(`run ${runId} was released`)
  }
}
