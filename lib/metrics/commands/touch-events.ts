import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { enqueue } from '@/lib/core/jobs/contract'
import { METRICS } from '../catalogue'
import { EVENT_ROWS, type EventMetric } from '../event-rows'
import { rollUpTask } from '../tasks'
import { ensureSeries, seriesText } from './ensure-series'
import { markBucketsDirty, markStretchesDirty } from './mark-dirty'

const QUARTER_MS = 900_000
const DAY_MS = 86_400_000
/** More touched instants than these are marked by whole days (UTC): to recount a day costs hardly more than one of its quarters. */
const FEW = 500

/**
 * Calls for the recount of the 15-minute buckets in which rows of the mirror were added, moved or removed: of the total and
 * of each label value. `at` may be any instant of the bucket; equal ones are folded.
 */
export async function touchEvents(
  trx: Trx,
  metric: EventMetric,
  touched: readonly { at: Date; label: string }[],
): Promise<void> {
  await markEvents(trx, metric, touched, touched.length > FEW ? DAY_MS : QUARTER_MS)
}

/** The same for very many, given as a relation `at, label`; they are folded before they leave the database. */
export async function touchEventsIn(trx: Trx, metric: EventMetric, touched: RawBuilder<unknown>): Promise<void> {
  const { rows } = await sql<{ at: Date; label: string; isMany: boolean }>`
    with place as materialized (
      select distinct date_bin('15 minutes', at, 'epoch') as at, label from (${touched}) as touched
    ), counted as materialized (
      select count(*) > ${FEW} as is_many from place
    )
    select distinct date_bin(case when is_many then interval '1 day' else interval '15 minutes' end, at, 'epoch') as at, label,
      is_many as "isMany"
    from place, counted`.execute(trx)
  await markEvents(trx, metric, rows, rows[0]?.isMany ? DAY_MS : QUARTER_MS)
}

async function markEvents(
  trx: Trx,
  metric: EventMetric,
  touched: readonly { at: Date; label: string }[],
  step: number,
): Promise<void> {
  if (touched.length === 0) return
  const values = [...new Set(touched.map((row) => row.label))]
  const { label, ids } = await ensureEventSeries(trx, metric, values)
  const buckets = new Map<string, { seriesId: number; at: Date }>()
  const add = (labels: Record<string, string>, at: Date) => {
    const seriesId = ids.get(seriesText({ metric, labels }))
    if (seriesId === undefined) throw new Error(`a series of ${metric} was not made`)
    const start = Math.floor(at.getTime() / step) * step
    buckets.set(`${seriesId}@${start}`, { seriesId, at: new Date(start) })
  }
  for (const row of touched) {
    add({}, row.at)
    add({ [label]: row.label }, row.at)
  }
  await markBucketsDirty(trx, [...buckets.values()], step)
  await enqueue(trx, rollUpTask, {})
}

/** The same for everything that the mirror holds, without a row of it leaving the database. */
export async function touchAllEvents(trx: Trx, metric: EventMetric): Promise<void> {
  const rows = EVENT_ROWS[metric]
  const { rows: found } = await sql<{
    label: string
  }>`select distinct ${rows.label}::text as label from ${rows.table}`.execute(trx)
  if (found.length === 0) return
  const values = found.map((row) => row.label)
  const { label, ids } = await ensureEventSeries(trx, metric, values)
  const idOf = (labels: Record<string, string>) => ids.get(seriesText({ metric, labels }))
  await markStretchesDirty(
    trx,
    sql`
      with day as materialized (
        select distinct date_bin('1 day', ${rows.at}, 'epoch') as at, ${rows.label}::text as label from ${rows.table}
      ), touched as (
        select ${idOf({})}::int as series_id, at from day
        union all
        select series.id, at from day join unnest(
          ${values}::text[], ${values.map((value) => idOf({ [label]: value }))}::int[]
        ) as series (label, id) on series.label = day.label
      )
      select series_id, at as from_at, at + interval '1 day' as to_at from touched`,
  )
  await enqueue(trx, rollUpTask, {})
}

/** The ids by `seriesText` of the total and of each label value, and what the label is called. */
async function ensureEventSeries(trx: Trx, metric: EventMetric, values: readonly string[]) {
  const [label] = METRICS[metric].labels
  if (!label) throw new Error(`${metric} has no label`)
  const ids = await ensureSeries(trx, [{ metric }, ...values.map((value) => ({ metric, labels: { [label]: value } }))])
  return { label, ids }
}
