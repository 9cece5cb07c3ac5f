import { z } from 'zod'
import { defineTask } from '@/lib/core/jobs/contract'

/** Brings the open cases of reporters into order after earlier reports of theirs were judged. */
export const rescoreReportersTask = defineTask('rescore-reporters', z.object({ memberIds: z.array(z.number().int()) }))
