import { z } from 'zod'
import { defineTask } from '@/lib/core/jobs/contract'

/** Carries out a run that somebody asked for. It has an attempt more than a worker's death costs, and no long back-off. */
export const collectSourceTask = defineTask('collect-source', z.object({ runId: z.number().int() }), { maxAttempts: 5 })
