import { sql } from 'kysely'
import { ensurePartitions } from '@/lib/core/db/partitions'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import type { DomainError } from '@/lib/core/errors'
import { fromZodError, toProblemBody } from '@/lib/core/http/problem'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { type SampleResult, type SamplesBody, type SamplesView, sampleInput } from '../custom-schema'
import { ensureSeries, seriesText } from './ensure-series'
import { type NewSample, refusalOf, sampleCheck, storeSamples } from './write-samples'

/** Series that a metric may have. */
export const SERIES_MAX = 10_000

/** Clocks of senders may be a little ahead. */
const AHEAD_MS = 5 * 60_000
const EARLIEST = Date.UTC(2000, 0, 1)

/** A row that may still be stored, and its index in the input. */
interface Row {
  index: number
  sample: NewSample
}

/** Makes the months that samples need, which has to be done before the transaction that stores them. */
export async function prepareSamples(db: Db, { samples }: SamplesBody): Promise<void> {
  const times = readRows(samples, new Date()).rows.map(({ sample }) => sample.at.getTime())
  if (times.length === 0) return
  const [first, last] = times.reduce(
    ([least, most], at) => [Math.min(least, at), Math.max(most, at)],
    [Infinity, -Infinity],
  )
  await ensurePartitions(db, 'sample', new Date(first), new Date(last))
}

/**
 * Stores samples from outside, each by itself: a row that is wrong is refused and says why. A later push of the same series and
 * instant corrects an earlier one; what was collected stands. After `prepareSamples`.
 * @throws DomainError `permission.denied`
 */
export async function pushSamples(db: Db, actor: Actor, { samples }: SamplesBody): Promise<SamplesView> {
  requirePermission(actor, 'samples:write')
  const { rows, refusals } = readRows(samples, new Date())
  const stored = await inTransaction(db, (trx) => store(trx, rows, refusals))
  const results = samples.map((_, index): SampleResult => {
    const refusal = refusals.get(index)
    return refusal ? toProblemBody(refusal) : { status: 200, outcome: stored.has(index) ? 'stored' : 'kept' }
  })
  return { results, stored: stored.size, refused: refusals.size }
}

type Refusals = Map<number, DomainError>

/** What of the input is a sample at all, each series and instant once. */
function readRows(samples: readonly unknown[], now: Date): { rows: Row[]; refusals: Refusals } {
  const refusals: Refusals = new Map()
  const seen = new Set<string>()
  const rows = samples.flatMap((given, index) => {
    const parsed = sampleInput.safeParse(given)
    if (!parsed.success) {
      refusals.set(index, fromZodError(parsed.error))
      return []
    }
    const sample = { ...parsed.data, at: new Date(parsed.data.at) }
    const refusal = problemOfTime(sample, now) ?? problemOfRepeat(sample, seen)
    if (refusal) refusals.set(index, refusal)
    return refusal ? [] : [{ index, sample }]
  })
  return { rows, refusals }
}

function problemOfTime({ at }: NewSample, now: Date): DomainError | undefined {
  const isEarly = at.getTime() < EARLIEST
  if (!isEarly && at.getTime() <= now.getTime() + AHEAD_MS) return undefined
  const message = isEarly ? 'This instant is before the year 2000.' : 'This instant is in the future.'
  return refusalOf({ field: 'at', code: 'sample.bad_time', message })
}

function problemOfRepeat(sample: NewSample, seen: Set<string>): DomainError | undefined {
  const key = `${seriesText(sample)}@${sample.at.getTime()}`
  if (!seen.has(key)) return void seen.add(key)
  const message = `An earlier row already has a value of ${sample.metric} with these labels at this instant.`
  return refusalOf({ field: 'at', code: 'sample.repeated', message })
}

/** Answers the indexes of the rows that were stored; notes refusals. */
async function store(trx: Trx, rows: readonly Row[], refusals: Refusals): Promise<Set<number>> {
  if (rows.length === 0) return new Set()
  const names = [...new Set(rows.map(({ sample }) => sample.metric))]
  // A metric that is being deleted, or changed, is waited for; its definition is read after that.
  const { rows: metrics } = await sql<{ id: number; name: string }>`
    select id, name from metric where name = any(${names}::text[]) order by id for key share`.execute(trx)
  const check = await sampleCheck(trx, names)
  const checked = rows.filter(({ index, sample }) => {
    const problem = check(sample)
    if (problem) refusals.set(index, refusalOf(problem))
    return !problem
  })
  const admitted = await admitSeries(trx, checked, metrics, refusals)
  const ids = await ensureSeries(
    trx,
    admitted.map(({ sample }) => sample),
  )
  const known = admitted.map(({ index, sample }) => ({ index, sample: { ...sample, seriesId: idOf(ids, sample) } }))
  const stored = await storeSamples(trx, {
    origin: 'pushed',
    runId: null,
    corrects: true,
    samples: known.map(({ sample }) => sample),
  })
  const keys = new Set(stored.map(({ series_id, at }) => `${series_id}@${at.getTime()}`))
  return new Set(
    known.flatMap(({ index, sample }) => (keys.has(`${sample.seriesId}@${sample.at.getTime()}`) ? [index] : [])),
  )
}

function idOf(ids: ReadonlyMap<string, number>, sample: NewSample): number {
  const id = ids.get(seriesText(sample))
  if (id === undefined) throw new Error(`the series ${seriesText(sample)} was not created`)
  return id
}

/** Leaves out what would be one series too many. Whoever adds series to a metric does it alone, and counts those there are. */
async function admitSeries(
  trx: Trx,
  rows: readonly Row[],
  metrics: readonly { id: number; name: string }[],
  refusals: Refusals,
): Promise<Row[]> {
  const known = await findKnown(trx, rows)
  const isNew = ({ sample }: Row): boolean => !known.has(seriesText(sample))
  const left = new Map<string, number>()
  for (const { id, name } of metrics) {
    if (!rows.some((row) => row.sample.metric === name && isNew(row))) continue
    await sql`select pg_advisory_xact_lock(hashtext('guildhall.series'), ${id}::int)`.execute(trx)
    const { rows: counts } = await sql<{ n: number }>`
      select count(*)::int as n from series where metric_id = ${id}`.execute(trx)
    left.set(name, SERIES_MAX - (counts[0]?.n ?? 0))
  }
  // Others may have added some of them while this waited.
  for (const text of await findKnown(trx, rows)) known.add(text)
  return rows.filter((row) => {
    const { metric } = row.sample
    const text = seriesText(row.sample)
    if (known.has(text)) return true
    const free = left.get(metric) ?? SERIES_MAX
    if (free > 0) {
      left.set(metric, free - 1)
      known.add(text)
      return true
    }
    const message = `The metric ${metric} already has ${SERIES_MAX.toLocaleString('en-US')} series, which is the maximum.`
    refusals.set(row.index, refusalOf({ field: 'labels', code: 'metric.too_many_series', message }))
    return false
  })
}

async function findKnown(trx: Trx, rows: readonly Row[]): Promise<Set<string>> {
  const { rows: found } = await sql<{ metric: string; labels: Record<string, string> }>`
    select metric.name as metric, series.labels from unnest(
      ${rows.map(({ sample }) => sample.metric)}::text[], ${rows.map(({ sample }) => JSON.stringify(sample.labels ?? {}))}::jsonb[]
    ) as wanted (name, labels) join metric on metric.name = wanted.name
    join series on series.metric_id = metric.id and series.labels = wanted.labels`.execute(trx)
  return new Set(found.map(seriesText))
}
