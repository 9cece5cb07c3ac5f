import { dropOldText } from '@/lib/community/commands/drop-old-text'
import type { applyRetentionTask } from '@/lib/community/tasks'
import { forgetOldKeys } from '@/lib/core/http/idempotency'
import type { TaskHandler } from '@/lib/core/jobs/handler'
import { dropOldRuns, dropOldSamples } from '@/lib/metrics/commands/apply-retention'
import { getSettings } from '@/lib/settings/queries'

/** Lets go of what the settings say is not to be kept any longer. */
export const handler: TaskHandler<typeof applyRetentionTask> = async (_payload, { db, signal, log }) => {
  const settings = await getSettings(db)
  const now = new Date()
  const texts = await dropOldText(db, settings, now, signal)
  const samples = await dropOldSamples(db, settings, now, signal)
  const runs = await dropOldRuns(db, settings, now, signal)
  const keys = await forgetOldKeys(db)
  log.info({ texts, ...samples, runs, keys }, 'retention was applied')
}
