import { z } from 'zod'
import { defineTask } from '@/lib/core/jobs/contract'

/** Removes what the settings say is not to be kept any longer. */
export const applyRetentionTask = defineTask('apply-retention', z.object({}), { queue: 'upkeep' })
