import { z } from 'zod'
import { defineTask } from '@/lib/core/jobs/contract'

/** One after another over all workers, because two of them would recompute the same hours and days. */
const ROLL_UP_QUEUE = 'roll-up'

/**
 * Recomputes the buckets in rollup_dirty. Without a key, under which waiting jobs would collapse into one: where such a job
 * is taken in the moment in which a second writer asks for it, graphile-worker counts that one's wish as met, though its
 * marks are not committed yet, and they wait until somebody else writes. A pass that finds nothing costs two look-ups.
 */
export const rollUpTask = defineTask('roll-up', z.object({}), { queue: ROLL_UP_QUEUE })

/** Marks what deferred relations were touched for; see `Relation`. */
export const touchRowsTask = defineTask(
  'touch-rows',
  z.object({
    relation: z.string(),
    rows: z.array(z.object({ at: z.iso.datetime(), labels: z.record(z.string(), z.string()) })),
  }),
)

/** Counts, once, the rows that were there before a metric was. */
export const countNewMetricsTask = defineTask('count-new-metrics', z.object({}))

/** Recounts the day figures of the days in day_dirty; without a key, like `rollUpTask`. */
export const recountDaysTask = defineTask('recount-days', z.object({}), { queue: ROLL_UP_QUEUE })

/** Makes activity, day roll-ups and day figures anew after the community's zone has changed. */
export const rebuildDaysTask = defineTask('rebuild-days', z.object({}), { queue: ROLL_UP_QUEUE })

/** Computes from the mirror what can be known of the past: the slots in `[from, to)`, null for the whole of its time. */
export const backfillTask = defineTask(
  'backfill',
  z.object({ from: z.iso.datetime().nullable().default(null), to: z.iso.datetime().nullable().default(null) }),
  { queue: 'backfill' },
)
