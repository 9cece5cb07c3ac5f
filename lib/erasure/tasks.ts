import { z } from 'zod'
import { defineTask } from '@/lib/core/jobs/contract'

/** Empties the texts of an erased member's messages in the mirror, where they are many. */
export const eraseMessagesTask = defineTask('erase-messages', z.object({ memberIds: z.array(z.number().int()) }))
