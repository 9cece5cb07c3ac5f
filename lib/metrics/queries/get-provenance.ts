import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import { KINDS } from '../kinds/registry'
import { originOfRank } from '../origins'
import type { ProvenanceQuery, ProvenanceView } from '../schema'
import { STALE_AFTER_HOURS_MAX } from '../stale-after'
import { listBuckets } from './buckets'
import { getLines, queryPlanOf, seriesHeader } from './get-series'
import type { QueryPlan } from './lines'
import { findSeries, resolveScope, type Scope } from './scope'

/** Samples that are listed; a bucket may hold thousands. */
const SAMPLES_MAX = 100

/** What one point was computed from: the metric's definition and the samples with their runs, or how many rows. */
export async function getProvenance(db: ReadDb, query: ProvenanceQuery): Promise<ProvenanceView> {
  const at = new Date(query.at)
  const instant = { from: query.at, to: new Date(at.getTime() + 1).toISOString() }
  const { zone } = await resolveScope(db, { ...query, ...instant })
  const [bucket] = await listBuckets(db, query.resolution, { from: at, to: new Date(at.getTime() + 1), zone })
  if (!bucket) throw notFound('bucket', query.at)
  const bounds = { from: bucket.at.toISOString(), to: bucket.until.toISOString() }
  const scope = await resolveScope(db, { ...query, ...bounds })
  const { definition, sourceText } = scope.metric
  const { isSampled } = KINDS[scope.metric.kind]
  const plan = await queryPlanOf(db, scope, query)
  const samples = isSampled ? await listSamples(db, scope, plan) : []
  return {
    ...seriesHeader(scope),
    definition,
    source: sourceText,
    bucket: bounds,
    basis: isSampled ? 'samples' : 'rows',
    rows: await countRows(db, scope, plan),
    samples: samples.map((sample) => ({
      at: sample.at.toISOString(),
      value: sample.value,
      seconds: sample.seconds,
      runId: sample.run_id === null ? null : String(sample.run_id),
      origin: originOfRank(sample.origin),
      metadata: sample.metadata,
    })),
    runs: await listRuns(db, [...new Set(samples.flatMap((sample) => sample.run_id ?? []))]),
  }
}

interface SampleRow {
  at: Date
  value: number
  seconds: number
  run_id: number | null
  origin: number
  metadata: Record<string, unknown> | null
}

async function listSamples(db: ReadDb, scope: Scope, { level, filters }: QueryPlan): Promise<SampleRow[]> {
  const ids = (await findSeries(db, scope, level, filters)).map(({ id }) => id)
  const { rows } = await sql<SampleRow>`
    (select at, value, seconds, run_id, origin, metadata from sample
      where series_id = any(${ids}::int[]) and at >= ${scope.from}::timestamptz and at < ${scope.end}::timestamptz
      order by at desc limit ${SAMPLES_MAX})
    union all
    (select at, value, seconds, run_id, origin, metadata from sample
      where series_id = any(${ids}::int[]) and at < ${scope.from}::timestamptz
        and at > ${scope.from}::timestamptz - ${STALE_AFTER_HOURS_MAX}::int * interval '1 hour'
      order by at desc limit 1)
    order by at desc`.execute(db)
  return rows
}

/** Rows or samples behind a point: as many as it counts, by the same path that draws it, however many are listed. */
async function countRows(db: ReadDb, scope: Scope, plan: QueryPlan): Promise<number> {
  const [line] = await getLines(db, scope, plan)
  return line?.summary.samples ?? 0
}

async function listRuns(db: ReadDb, ids: readonly number[]): Promise<ProvenanceView['runs']> {
  if (ids.length === 0) return []
  const runs = await db
    .selectFrom('collection_run')
    .innerJoin('source', 'source.id', 'collection_run.source_id')
    .select(['collection_run.id', 'source.name as source', 'trigger', 'status', 'slot', 'started_at', 'finished_at'])
    .where('collection_run.id', 'in', [...ids])
    .orderBy('collection_run.id', 'desc')
    .execute()
  return runs.map((run) => ({
    id: String(run.id),
    source: run.source,
    trigger: run.trigger,
    status: run.status,
    slot: run.slot?.toISOString() ?? null,
    startedAt: run.started_at.toISOString(),
    finishedAt: run.finished_at?.toISOString() ?? null,
  }))
}
