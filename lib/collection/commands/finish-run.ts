import { sql } from 'kysely'
import { ensurePartitions } from '@/lib/core/db/partitions'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import { type NewSample, writeSamples } from '@/lib/metrics/commands/write-samples'
import { readClock } from '../queries/list-schedules'
import { type ReadTiming, readTimeoutProblem } from '../rules/read-timing'
import type { CheckedReading } from '../rules/readings'
import type { RunError } from '../schema'
import type { RunStatus } from '../terms'
import type { ClaimedRun } from './claim-slot'

const MS_PER_SECOND = 1_000
/** A sample stands for a day at most, however rare its source's runs are. */
const SAMPLE_SECONDS_MAX = 86_400

/** When a source was read: by the database's clock, and by a clock of this process that may have stood still since. */
export interface MeasuredReadTiming extends Pick<ReadTiming, 'begunAt' | 'timeoutMs' | 'isTimedOut'> {
  /** performance.now() when it ended. */
  endedAtMs: number
}

export interface RunOutcome {
  readings: readonly CheckedReading[]
  errors: readonly RunError[]
  /** Left out where nothing was read. */
  read?: MeasuredReadTiming
}

/**
 * Writes what a run measured and how it ended, in one transaction, if and only if the worker still holds this attempt of it.
 * Where reading ended later than the time-out by the database's clock, the run fails and nothing that was read is written.
 * Answers false where it was taken over or closed meanwhile; then nothing is written.
 */
export async function finishRun(db: Db, run: ClaimedRun, outcome: RunOutcome): Promise<boolean> {
  const late = outcome.read && readTimeoutProblem({ ...outcome.read, endedBy: await readEnd(db, outcome.read) })
  const { readings, errors } = late ? { readings: [], errors: [{ metric: null, message: late }] } : outcome
  const samples = toSamples(run, readings)
  const instants = samples.map((sample) => sample.at.getTime())
  if (instants.length > 0) {
    await ensurePartitions(
      db,
      'sample',
      new Date(Math.min(...new Set(instants))),
      new Date(Math.max(...new Set(instants))),
    )
  }
  return inTransaction(db, async (trx) => {
    const held = await lockHeldRun(trx, run)
    if (held !== 'running') return held === 'finished'
    const stored = await writeSamples(trx, { origin: 'collected', runId: run.id, samples })
    const status: RunStatus = errors.length === 0 ? 'succeeded' : samples.length > 0 ? 'partial' : 'failed'
    await sql`
      update collection_run set status = ${status}, samples = ${stored}, errors = ${JSON.stringify(errors)}::jsonb,
        finished_at = date_trunc('milliseconds', clock_timestamp()), lease_until = null, progress = null
      where id = ${run.id}`.execute(trx)
    await publishChange(trx, { topic: 'runs', id: run.id })
    return true
  })
}

/**
 * The database's time by which a reading had ended: now, less the time that this process knows to have passed since. Where its
 * clock stood still in between, that is too little, and never too much.
 */
async function readEnd(db: Db, { endedAtMs }: MeasuredReadTiming): Promise<Date> {
  return db.connection().execute(async (connection) => {
    const sinceMs = performance.now() - endedAtMs
    return new Date((await readClock(connection)).getTime() - sinceMs)
  })
}

/** `finished`: an earlier try of ours was committed though its answer was lost on the way. */
async function lockHeldRun(trx: Trx, run: ClaimedRun): Promise<'running' | 'finished' | 'lost'> {
  const row = await trx
    .selectFrom('collection_run')
    .select(['status', 'worker_id', 'attempt'])
    .where('id', '=', run.id)
    .forUpdate()
    .executeTakeFirst()
  if (!row || row.worker_id !== run.workerId || row.attempt !== run.attempt) return 'lost'
  return row.status === 'running' ? 'running' : 'finished'
}

/** A manual run has no interval of its own to count an increment over, so it brings none. */
function toSamples(run: ClaimedRun, readings: readonly CheckedReading[]): NewSample[] {
  const seconds = Math.min(run.intervalSeconds, SAMPLE_SECONDS_MAX)
  return readings
    .filter((reading) => reading.kind === 'gauge' || run.trigger !== 'manual')
    .map(({ kind, metric, labels, value, metadata }) => ({
      metric,
      labels,
      value,
      metadata,
      seconds,
      at: kind === 'gauge' ? run.at : new Date(run.at.getTime() - seconds * MS_PER_SECOND),
    }))
}

/** Gives a run back before its time, for another worker to take over at once. */
export async function releaseRun(db: Db, run: ClaimedRun): Promise<void> {
  await sql`
    update collection_run set lease_until = clock_timestamp() - interval '1 millisecond'
    where id = ${run.id} and worker_id = ${run.workerId} and attempt = ${run.attempt} and status = 'running'`.execute(
    db,
  )
}
