import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { DomainError } from '@/lib/core/errors'
import { enqueue } from '@/lib/core/jobs/contract'
import { getSettings } from '@/lib/settings/queries'
import { isMetricName, METRICS, type MetricName } from '../catalogue'
import { ORIGIN_RANK, type SampleOrigin } from '../origins'
import { rawHorizon } from '../retention'
import { rollUpTask } from '../tasks'
import { ensureSeries, seriesText } from './ensure-series'
import { markSamplesDirty, type StoredSample } from './mark-dirty'

// Beyond these PostgreSQL refuses sums and products as overflow or underflow, and one such value would stop the roll-up.
const LARGEST = 1e100
const SMALLEST = 1e-100

/** One value of one series. `seconds`: of a gauge its run's interval, of an increment the time that it covers from `at` on. */
export interface NewSample {
  metric: string
  labels?: Readonly<Record<string, string>>
  at: Date
  value: number
  seconds: number
  metadata?: Readonly<Record<string, unknown>> | null
}

export interface SampleBatch {
  origin: SampleOrigin
  runId: number | null
  samples: readonly NewSample[]
}

/**
 * Stores samples and calls for their roll-up. Where a sample of the series and instant is there already, collected beats
 * pushed beats backfill, then the larger value. The partitions of their months must exist (`ensurePartitions`, before the
 * transaction).
 * @returns how many samples were stored, those that lost against an older one not counted
 * @throws DomainError `sample.unknown_metric`, `sample.unknown_label`, `sample.not_finite`, `sample.out_of_range`,
 *   `sample.bad_interval`, `sample.too_old` (all invalid, naming the metric and the sample's place in the batch)
 */
export async function writeSamples(trx: Trx, batch: SampleBatch): Promise<number> {
  if (batch.samples.length === 0) return 0
  const { keepRawDays } = await getSettings(trx)
  const horizon = rawHorizon(keepRawDays, new Date())
  const checked = batch.samples.map((sample, index) => ({ ...sample, metric: checkSample(sample, index, horizon) }))
  const ids = await ensureSeries(trx, checked)
  const best = new Map<string, NewSample & { seriesId: number }>()
  for (const sample of checked) {
    const seriesId = ids.get(seriesText(sample))
    if (seriesId === undefined) throw new Error(`the series ${seriesText(sample)} was not made`)
    const key = `${seriesId}@${sample.at.getTime()}`
    const before = best.get(key)
    if (!before || sample.value > before.value) best.set(key, { ...sample, seriesId })
  }
  const stored = await upsert(trx, batch, [...best.values()])
  await markSamplesDirty(trx, stored)
  if (stored.length > 0) await enqueue(trx, rollUpTask, {})
  return stored.length
}

async function upsert(
  trx: Trx,
  batch: SampleBatch,
  samples: (NewSample & { seriesId: number })[],
): Promise<StoredSample[]> {
  const { rows } = await sql<StoredSample>`
    with new_sample as (
      select * from unnest(
        ${samples.map((sample) => sample.seriesId)}::int[],
        ${samples.map((sample) => sample.at)}::timestamptz[],
        ${samples.map((sample) => sample.value)}::float8[],
        ${samples.map((sample) => sample.seconds)}::int[],
        ${samples.map((sample) => (sample.metadata ? JSON.stringify(sample.metadata) : null))}::jsonb[]
      ) as new_sample (series_id, at, value, seconds, metadata)
    ), replaced as (
      select sample.series_id, sample.at, sample.seconds from sample join new_sample using (series_id, at)
    ), stored as (
      insert into sample (series_id, at, value, seconds, run_id, origin, metadata)
      select series_id, at, value, seconds, ${batch.runId}::bigint, ${ORIGIN_RANK[batch.origin]}::smallint, metadata
      from new_sample order by series_id, at
      on conflict (series_id, at) do update set value = excluded.value, seconds = excluded.seconds,
        run_id = excluded.run_id, origin = excluded.origin, metadata = excluded.metadata
      where (excluded.origin, excluded.value) > (sample.origin, sample.value)
      returning series_id, at, seconds
    )
    select stored.series_id, stored.at, stored.seconds, replaced.seconds as replaced_seconds
    from stored left join replaced using (series_id, at)`.execute(trx)
  return rows
}

function checkSample(sample: NewSample, index: number, horizon: Date | null): MetricName {
  const { metric } = sample
  const refuse = (field: string, code: string, message: string): never => {
    throw new DomainError('invalid', code, message, { issues: [{ path: `samples.${index}.${field}`, message }] })
  }
  if (!isMetricName(metric)) return refuse('metric', 'sample.unknown_metric', `There is no metric ${metric}.`)
  const { kind, labels } = METRICS[metric]
  if (kind !== 'gauge' && kind !== 'increment') {
    refuse('metric', 'sample.counted_metric', `${metric} is counted from the mirror's rows and takes no samples.`)
  }
  for (const label of Object.keys(sample.labels ?? {})) {
    if (labels.some((known) => known === label)) continue
    refuse('labels', 'sample.unknown_label', `The metric ${metric} has no label ${label}.`)
  }
  if (!Number.isFinite(sample.value)) {
    refuse('value', 'sample.not_finite', `The value of ${metric} is not a finite number.`)
  }
  if (sample.value !== 0 && (Math.abs(sample.value) > LARGEST || Math.abs(sample.value) < SMALLEST)) {
    refuse('value', 'sample.out_of_range', `The value of ${metric} is beyond what can be summed.`)
  }
  if (!Number.isInteger(sample.seconds) || sample.seconds < 1 || sample.seconds > 86_400) {
    refuse('seconds', 'sample.bad_interval', `The interval of ${metric} is not between 1 and 86,400 s.`)
  }
  if (horizon && sample.at < horizon) {
    refuse('at', 'sample.too_old', `${metric} at ${sample.at.toISOString()} is older than samples are kept.`)
  }
  return metric
}
