import type { Trx } from '@/lib/core/db/types'
import { enqueue } from '@/lib/core/jobs/contract'
import { rebuildDaysTask } from '../tasks'

/** Requests all figures by day to be computed again. */
export async function requestRebuild(trx: Trx): Promise<void> {
  await enqueue(trx, rebuildDaysTask, {}, { key: rebuildDaysTask.name })
}
