import { sql } from 'kysely'
import type { ReadDb, Trx } from '@/lib/core/db/types'
import { DomainError } from '@/lib/core/errors'
import { enqueue } from '@/lib/core/jobs/contract'
import { getSettings } from '@/lib/settings/queries'
import type { MetricEntry } from '../entry'
import { KINDS } from '../kinds/registry'
import { ORIGIN_RANK, type SampleOrigin } from '../origins'
import { findEntries } from '../queries/find-entries'
import { rawRetentionStart } from '../retention'
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
  const check = await sampleCheck(
    trx,
    batch.samples.map(({ metric }) => metric),
  )
  batch.samples.forEach((sample, index) => {
    const problem = check(sample)
    if (problem) throw refusalOf(problem, `samples.${index}`)
  })
  const ids = await ensureSeries(trx, batch.samples)
  const best = new Map<string, NewSample & { seriesId: number }>()
  for (const sample of batch.samples) {
    const seriesId = ids.get(seriesText(sample))
    if (seriesId === undefined) throw new Error(`the series ${seriesText(sample)} was not created`)
    const key = `${seriesId}@${sample.at.getTime()}`
    const before = best.get(key)
    if (!before || sample.value > before.value) best.set(key, { ...sample, seriesId })
  }
  return (await storeSamples(trx, { ...batch, samples: [...best.values()] })).length
}

/** Samples whose series is known. `corrects`: whether one that was pushed before gives way, whatever its value. */
export interface KnownSamples extends SampleBatch {
  samples: readonly (NewSample & { seriesId: number })[]
  corrects?: boolean
}

/** Stores checked samples, each series and instant once, and calls for their roll-up. @returns those that were stored */
export async function storeSamples(trx: Trx, batch: KnownSamples): Promise<StoredSample[]> {
  const stored = await upsert(trx, batch)
  await markSamplesDirty(trx, stored)
  if (stored.length > 0) await enqueue(trx, rollUpTask, {})
  return stored
}

async function upsert(trx: Trx, { samples, ...batch }: KnownSamples): Promise<StoredSample[]> {
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
      where ${batch.corrects ? sql`excluded.origin >= sample.origin` : sql`(excluded.origin, excluded.value) > (sample.origin, sample.value)`}
      returning series_id, at, seconds
    )
    select stored.series_id, stored.at, stored.seconds, replaced.seconds as replaced_seconds
    from stored left join replaced using (series_id, at)`.execute(trx)
  return rows
}

/** Why a sample is refused. */
export interface SampleProblem {
  field: 'metric' | 'labels' | 'value' | 'seconds' | 'at'
  code: string
  message: string
}

/** A refusal of a sample at a path of the input; without one its fields stand alone. */
export function refusalOf({ field, code, message }: SampleProblem, parent?: string): DomainError {
  const path = parent === undefined ? field : `${parent}.${field}`
  return new DomainError('invalid', code, message, { issues: [{ path, message }] })
}

/** What is wrong with a sample of one of these metrics; undefined where nothing is. */
export async function sampleCheck(
  db: ReadDb,
  metrics: readonly string[],
): Promise<(sample: NewSample) => SampleProblem | undefined> {
  const entries = await findEntries(db, [...new Set(metrics)])
  const { keepRawDays } = await getSettings(db)
  const horizon = rawRetentionStart(keepRawDays, new Date())
  return (sample) => problemOf(sample, entries.get(sample.metric), horizon)
}

function problemOf(sample: NewSample, entry: MetricEntry | undefined, horizon: Date | null): SampleProblem | undefined {
  const { metric, value, seconds, at } = sample
  if (!entry) return { field: 'metric', code: 'sample.unknown_metric', message: `The metric ${metric} doesn't exist.` }
  if (!KINDS[entry.kind].isSampled)
    return {
      field: 'metric',
      code: 'sample.counted_metric',
      message: `${metric} is counted from the mirror and doesn't accept samples.`,
    }
  if (entry.custom?.archivedAt)
    return { field: 'metric', code: 'metric.archived', message: `The metric ${metric} is archived.` }
  const unknown = entry.custom
    ? undefined
    : Object.keys(sample.labels ?? {}).find((label) => !entry.dimensions.includes(label))
  if (unknown !== undefined)
    return { field: 'labels', code: 'sample.unknown_label', message: `The metric ${metric} has no label ${unknown}.` }
  if (!Number.isFinite(value))
    return { field: 'value', code: 'sample.not_finite', message: `The value of ${metric} must be a finite number.` }
  if (value !== 0 && (Math.abs(value) > LARGEST || Math.abs(value) < SMALLEST))
    return {
      field: 'value',
      code: 'sample.out_of_range',
      message: `The value of ${metric} is outside the range that can be summed.`,
    }
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 86_400)
    return {
      field: 'seconds',
      code: 'sample.bad_interval',
      message: `The interval of ${metric} must be a whole number from 1 to 86,400 s.`,
    }
  if (horizon && at < horizon)
    return {
      field: 'at',
      code: 'sample.too_old',
      message: `${metric} at ${at.toISOString()} is older than the retention of samples.`,
    }
  return undefined
}
