import { z } from 'zod'
import { defineTask } from '@/lib/core/jobs/contract'

/** Brings the open cases of reporters into order after earlier reports of theirs were judged. */
export const rescoreReportersTask = defineTask('rescore-reporters', z.object({ memberIds: z.array(z.number().int()) }))

/** Holds a version of a rule against labelled texts, or against what people have decided. */
export const backtestRuleTask = defineTask('backtest-rule', z.object({ backtestId: z.uuid() }), { maxAttempts: 5 })

/** Ends backtests that nobody will run any more. */
export const sweepBacktestsTask = defineTask('sweep-backtests', z.object({}), { maxAttempts: 1 })

/** One try to copy a picture, video or sound of a case; the next one is a job of its own. */
export const copyMediaTask = defineTask('keep-media', z.object({ mediaId: z.uuid() }))

/** Copies that are made at once, over all workers; those of one host one after another, so that a slow one holds a lane. */
const MEDIA_QUEUES = 3

export function mediaQueueNameOf(url: string): string {
  let sum = 0
  for (const char of new URL(url).host) sum += char.charCodeAt(0)
  return `media:${sum % MEDIA_QUEUES}`
}
