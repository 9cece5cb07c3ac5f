import type { Trx } from '@/lib/core/db/types'
import { enqueue } from '@/lib/core/jobs/contract'
import { rebuildDaysTask } from '../tasks'

/** Asks for all figures by day to be computed again. */
export async function askForRebuild(trx: Trx): Promise<void> {
  await enqueue(trx, rebuildDaysTask, {}, { key: rebuildDaysTask.name })
}
