import type { Trx } from '@/lib/core/db/types'
import { enqueue } from '@/lib/core/jobs/contract'
import { METRICS } from '../catalogue'
import { rollUpTask } from '../tasks'
import { ensureSeries, seriesText } from './ensure-series'
import { markBucketsDirty } from './mark-dirty'

const QUARTER_MS = 900_000

/** Event metrics, each counted from a table of the mirror, in total and by its one label. */
export type EventMetric = 'messages' | 'feature_usage'

/**
 * Calls for the recount of the 15-minute buckets in which rows of the mirror were added, moved or removed: of the total and
 * of each label value. `at` may be any instant of the bucket; equal ones are folded.
 */
export async function touchEvents(
  trx: Trx,
  metric: EventMetric,
  touched: readonly { at: Date; label: string }[],
): Promise<void> {
  if (touched.length === 0) return
  const [label] = METRICS[metric].labels
  if (!label) throw new Error(`${metric} has no label`)
  const values = [...new Set(touched.map((row) => row.label))]
  const ids = await ensureSeries(trx, [{ metric }, ...values.map((value) => ({ metric, labels: { [label]: value } }))])
  const buckets = new Map<string, { seriesId: number; at: Date }>()
  const add = (labels: Record<string, string>, at: Date) => {
    const seriesId = ids.get(seriesText({ metric, labels }))
    if (seriesId === undefined) throw new Error(`a series of ${metric} was not made`)
    const start = Math.floor(at.getTime() / QUARTER_MS) * QUARTER_MS
    buckets.set(`${seriesId}@${start}`, { seriesId, at: new Date(start) })
  }
  for (const row of touched) {
    add({}, row.at)
    add({ [label]: row.label }, row.at)
  }
  await markBucketsDirty(trx, [...buckets.values()])
  await enqueue(trx, rollUpTask, {})
}
