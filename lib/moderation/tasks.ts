import { z } from 'zod'
import { defineTask } from '@/lib/core/jobs/contract'

/** Brings the open cases of reporters into order after earlier reports of theirs were judged. */
export const rescoreReportersTask = defineTask('rescore-reporters', z.object({ memberIds: z.array(z.number().int()) }))

/** Holds a version of a rule against labelled texts, or against what people have decided. */
export const backtestRuleTask = defineTask('backtest-rule', z.object({ backtestId: z.uuid() }), { maxAttempts: 5 })

/** Ends backtests that nobody will run any more. */
export const sweepBacktestsTask = defineTask('sweep-backtests', z.object({}), { maxAttempts: 1 })
