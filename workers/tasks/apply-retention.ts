import { dropOldText } from '@/lib/community/commands/drop-old-text'
import type { applyRetentionTask } from '@/lib/community/tasks'
import { forgetOldKeys } from '@/lib/core/http/idempotency'
import type { TaskHandler } from '@/lib/core/jobs/handler'
import { dropOldRuns, dropOldSamples } from '@/lib/metrics/commands/apply-retention'
import { dropOldMedia } from '@/lib/moderation/commands/media/drop-media'
import { dropBacktestSamples, dropOldHitTexts, dropScreenedItems } from '@/lib/moderation/commands/screening/drop-old'
import { getSettings } from '@/lib/settings/queries'

/** Lets go of what the settings say is not to be kept any longer. */
export const handler: TaskHandler<typeof applyRetentionTask> = async (_payload, { db, signal, log }) => {
  const settings = await getSettings(db)
  const now = new Date()
  const texts = await dropOldText(db, settings, now, signal)
  const samples = await dropOldSamples(db, settings, now, signal)
  const runs = await dropOldRuns(db, settings, now, signal)
  const keys = await forgetOldKeys(db)
  const screened = await dropScreenedItems(db, now, signal)
  const hitTexts = await dropOldHitTexts(db, settings, now, signal)
  const backtests = await dropBacktestSamples(db, settings, now, signal)
  const media = await dropOldMedia(db, settings, now, signal)
  log.info({ texts, ...samples, runs, keys, screened, hitTexts, backtests, media }, 'retention was applied')
}
