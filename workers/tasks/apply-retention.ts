import { dropOldText } from '@/lib/community/commands/drop-old-text'
import type { applyRetentionTask } from '@/lib/community/tasks'
import { forgetOldKeys } from '@/lib/core/http/idempotency'
import type { TaskHandler } from '@/lib/core/jobs/handler'
import { forgetOldThrottles } from '@/lib/core/throttle'
import { dropOldRuns, dropOldSamples } from '@/lib/metrics/commands/apply-retention'
import { dropEndedLinks, dropOldEvidence } from '@/lib/moderation/commands/drop-old-evidence'
import { dropOldMedia } from '@/lib/moderation/commands/media/drop-media'
import {
  dropBacktestSamples,
  dropOldAnswers,
  dropOldHitTexts,
  dropScreenedItems,
} from '@/lib/moderation/commands/screening/drop-old'
import { getSettings } from '@/lib/settings/queries'
import { forgetOldSessions } from '@/lib/staff/commands/end-sessions'
import { forgetOldDeliveries } from '@/lib/webhooks/commands/forget-deliveries'

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
  const answers = await dropOldAnswers(db, now, signal)
  const backtests = await dropBacktestSamples(db, settings, now, signal)
  const evidence = await dropOldEvidence(db, settings, now, signal)
  const media = await dropOldMedia(db, settings, now, signal)
  const links = await dropEndedLinks(db, now)
  const deliveries = await forgetOldDeliveries(db, settings, now, signal)
  await forgetOldThrottles(db, now)
  const sessions = await forgetOldSessions(db)
  log.info(
    {
      texts,
      ...samples,
      runs,
      keys,
      screened,
      hitTexts,
      answers,
      backtests,
      evidence,
      media,
      links,
      deliveries,
      sessions,
    },
    'retention was applied',
  )
}
