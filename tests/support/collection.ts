import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { ClaimedRun } from '@/lib/collection/commands/claim-slot'
import type { CollectContext, CollectorKind, Reading, ReadingFailure } from '@/lib/collection/kinds/kind'
import type { Db } from '@/lib/core/db/types'
import { log } from '@/lib/core/log'
import { createScheduler, type Scheduler } from '@/workers/scheduler'

/** A clock that a test sets; schedulers tell their slots by it. */
export function aClock(start: string) {
  let now = new Date(start)
  return {
    read: async () => new Date(now),
    set: (at: Date | string) => {
      now = new Date(at)
    },
    forward: (seconds: number) => {
      now = new Date(now.getTime() + seconds * 1_000)
    },
    now: () => new Date(now),
  }
}
export type TestClock = ReturnType<typeof aClock>

type Collect = (context: CollectContext<unknown, unknown>) => AsyncIterable<Reading | ReadingFailure>

/** A kind of source for tests: what it gives is the test's. */
export const aKind = (kind: string, collect: Collect): CollectorKind => ({
  kind,
  title: kind,
  description: 'For tests.',
  configSchema: z.object({}),
  defaultIntervalSeconds: 1_800,
  metrics: ['members', 'channels'],
  collect,
})

/** A kind that gives fixed readings. */
export const givingKind = (kind: string, readings: unknown[] = [{ metric: 'members', value: 1 }]): CollectorKind =>
  aKind(kind, async function* () {
    yield* readings as Reading[]
  })

export interface SourceTraits {
  name?: string
  kind?: string
  seconds?: number
  cron?: string
  timeoutSeconds?: number
  since?: string
}

/** A source straight in the database: its schedule began when the test says. */
export async function aSource(db: Db, traits: SourceTraits = {}): Promise<string> {
  const { id } = await db
    .insertInto('source')
    .values({
      name: traits.name ?? `source ${randomUUID()}`,
      kind: traits.kind ?? 'test',
      interval_seconds: traits.cron ? null : (traits.seconds ?? 60),
      cron: traits.cron ?? null,
      timeout_seconds: traits.timeoutSeconds ?? 10,
      schedule_since: new Date(traits.since ?? '2026-06-01T00:00:00Z'),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export interface SchedulerTraits {
  clock: TestClock
  kinds: CollectorKind[]
  workerId?: string
  leaseMs?: number
}

/** A worker's scheduler without its timers: the test ticks. */
export async function aScheduler(db: Db, { clock, kinds, ...traits }: SchedulerTraits): Promise<Scheduler> {
  const scheduler = createScheduler({
    db,
    workerId: traits.workerId ?? randomUUID(),
    log,
    clock: clock.read,
    findKind: (name) => {
      const kind = kinds.find((each) => each.kind === name)
      if (!kind) throw new Error(`no kind ${name}`)
      return kind
    },
    ...(traits.leaseMs ? { leaseMs: traits.leaseMs } : {}),
  })
  await scheduler.refresh()
  return scheduler
}

/** The runs of a source in the order of their slots, and the instants of its samples of one metric. */
export async function runsOf(db: Db, sourceId: string) {
  return db
    .selectFrom('collection_run')
    .selectAll()
    .where('source_id', '=', sourceId)
    .orderBy('started_at')
    .orderBy('id')
    .execute()
}

export async function samplesOf(db: Db, metric: string) {
  return db
    .selectFrom('sample')
    .innerJoin('series', 'series.id', 'sample.series_id')
    .innerJoin('metric', 'metric.id', 'series.metric_id')
    .select(['sample.at', 'sample.value', 'sample.run_id', 'sample.seconds', 'series.labels'])
    .where('metric.name', '=', metric)
    .orderBy('sample.at')
    .execute()
}

/** What silence of a worker looks like to the others. */
export async function endLease(db: Db, run: Pick<ClaimedRun, 'id'>): Promise<void> {
  await db
    .updateTable('collection_run')
    .set({ lease_until: new Date(Date.now() - 1_000) })
    .where('id', '=', run.id)
    .execute()
}
