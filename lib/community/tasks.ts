import { z } from 'zod'
import { defineTask } from '@/lib/core/jobs/contract'

/** Imports that were started from the screen run one after another, so that two large files don't crowd out the collection. */
export const importFileTask = defineTask('import-file', z.object({ importId: z.uuid() }), { queue: 'import' })

/** Makes the monthly partitions of the coming months. */
export const ensurePartitionsTask = defineTask('keep-partitions', z.object({}), { queue: 'upkeep' })
