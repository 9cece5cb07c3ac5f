import { z } from 'zod'
import { defineTask } from '@/lib/core/jobs/contract'

/** Has the audit log tell of the attempts that were answered 429. The next minute's does what this one could not. */
export const reportRefusalsTask = defineTask('report-refusals', z.object({}), { maxAttempts: 1 })
