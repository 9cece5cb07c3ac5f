import { z } from 'zod'
import { defineTask } from '@/lib/core/jobs/contract'

/** Tells webhooks of the newest entry; a job that is lost is added again with the next look at the log. */
export const sendAuditHeadTask = defineTask('send-audit-head', z.object({}), { maxAttempts: 3 })
