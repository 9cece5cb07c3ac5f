import { randomUUID } from 'node:crypto'
import { claimSlot } from '@/lib/collection/commands/claim-slot'
import { executeRun } from '@/lib/collection/commands/execute-run'
import { finishRun } from '@/lib/collection/commands/finish-run'
import { closeAbandonedRuns, renewLeases } from '@/lib/collection/commands/renew-leases'
import { listSchedules } from '@/lib/collection/queries/list-schedules'
import { slotAt } from '@/lib/collection/rules/slots'
import type { Db } from '@/lib/core/db/types'
import { log } from '@/lib/core/log'
import { aClock, aKind, aScheduler, aSource, endLease, givingKind, runsOf, samplesOf } from '@/tests/support/collection'
import { expect, test } from '@/tests/support/database'

const MIDNIGHT = '2026-06-01T00:00:00Z'

/** A claim as a scheduler makes it; its worker is then as silent as the test likes. */
async function claim(db: Db, sourceId: string, now: string, workerId = randomUUID()) {
  const source = (await listSchedules(db)).find((each) => each.id === sourceId)
  const slot = source && slotAt(source.schedule, new Date(now))
  if (!source || !slot) throw new Error('the source has no slot')
  const { version, schedule } = source
  const outcome = await claimSlot(db, { sourceId, version, schedule, slot, now: new Date(now), workerId })
  return outcome.action === 'claimed' ? outcome.run : outcome.action
}

async function claimed(db: Db, sourceId: string, now: string) {
  const run = await claim(db, sourceId, now)
  if (typeof run === 'string') throw new Error(`the slot was not claimed: ${run}`)
  return run
}

const reading = (value: number, metric = 'members') => ({
  metric,
  value,
  labels: {},
  metadata: null,
  kind: 'gauge' as const,
})

test('a silent worker loses its slot to another while the interval lasts, and commits nothing when it wakes', async ({
  db,
}) => {
  const source = await aSource(db, { seconds: 1_800, since: MIDNIGHT })
  const lost = await claimed(db, source, MIDNIGHT)
  expect(await claim(db, source, '2026-06-01T00:00:20Z')).toBe('wait')

  await endLease(db, lost)
  const taken = await claimed(db, source, '2026-06-01T00:00:35Z')
  expect(taken).toMatchObject({ id: lost.id, attempt: 2, trigger: 'catch-up', at: new Date('2026-06-01T00:00:35Z') })

  expect(await renewLeases(db, [lost])).toEqual([lost])
  expect(await finishRun(db, lost, { readings: [reading(999)], errors: [] })).toBe(false)
  expect(await finishRun(db, taken, { readings: [reading(7)], errors: [] })).toBe(true)
  expect(await finishRun(db, lost, { readings: [reading(999)], errors: [] })).toBe(false)

  expect(await samplesOf(db, 'members')).toMatchObject([{ value: 7, at: new Date('2026-06-01T00:00:35Z') }])
  expect(await runsOf(db, source)).toMatchObject([{ status: 'succeeded', samples: 1, attempt: 2 }])
})

test('a run that waits to be committed keeps no heartbeat waiting, and nobody takes it over', async ({ db }) => {
  const source = await aSource(db, { seconds: 1_800, since: MIDNIGHT })
  const run = await claimed(db, source, MIDNIGHT)
  const other = await claimed(db, await aSource(db, { seconds: 1_800, since: MIDNIGHT }), MIDNIGHT)
  await endLease(db, run)
  await db.transaction().execute(async (trx) => {
    await trx.selectFrom('collection_run').select('id').where('id', '=', run.id).forUpdate().execute()
    expect(await renewLeases(db, [run, other])).toEqual([])
    expect(await claim(db, source, '2026-06-01T00:00:35Z')).toBe('wait')
    expect(await claim(db, source, '2026-06-01T00:30:00Z')).toBe('wait')
  })
  expect(await finishRun(db, run, { readings: [reading(7)], errors: [] })).toBe(true)
  expect(await renewLeases(db, [run])).toEqual([])
  expect(await runsOf(db, source)).toMatchObject([{ status: 'succeeded', trigger: 'schedule', attempt: 1 }])
})

test('a run whose interval is over is closed as failed, and the next slot runs', async ({ db }) => {
  const source = await aSource(db, { seconds: 60, since: MIDNIGHT })
  const lost = await claimed(db, source, MIDNIGHT)
  expect(await claim(db, source, '2026-06-01T00:01:00Z')).toBe('wait')
  await endLease(db, lost)
  const next = await claimed(db, source, '2026-06-01T00:02:00Z')
  expect(next).toMatchObject({ attempt: 1, slot: new Date('2026-06-01T00:02:00Z') })
  expect((await runsOf(db, source)).map((run) => run.status)).toEqual(['failed', 'missed', 'running'])
})

test('a commit whose answer was lost is not repeated', async ({ db }) => {
  const source = await aSource(db, { since: MIDNIGHT })
  const run = await claimed(db, source, MIDNIGHT)
  expect(await finishRun(db, run, { readings: [reading(1, 'channels')], errors: [] })).toBe(true)
  expect(await finishRun(db, run, { readings: [reading(2, 'channels')], errors: [] })).toBe(true)
  expect(await samplesOf(db, 'channels')).toMatchObject([{ value: 1 }])
})

test('a run that ended too late by the database fails, though the clock of its process had stood still', async ({
  db,
}) => {
  const source = await aSource(db, { since: MIDNIGHT })
  const run = await claimed(db, source, MIDNIGHT)
  // An hour of the database's in which no timer of this process ran.
  const begunAt = new Date(run.claimedAt.getTime() - 3_600_000)
  const read = { begunAt, endedAtMs: performance.now(), timeoutMs: 10_000, isTimedOut: false }
  expect(await finishRun(db, run, { readings: [reading(5, 'active_spaces')], errors: [], read })).toBe(true)
  expect(await samplesOf(db, 'active_spaces')).toEqual([])
  expect(await runsOf(db, source)).toMatchObject([
    {
      status: 'failed',
      samples: 0,
      errors: [
        { metric: null, message: expect.stringMatching(/^Reading took 36\d\d s, longer than the timeout of 10 s/) },
      ],
    },
  ])
})

test('a run whose worker stood still before it began to read is given back, for whoever takes it over', async ({
  db,
}) => {
  const source = await aSource(db, { kind: 'late', seconds: 1_800, since: MIDNIGHT })
  const run = await claimed(db, source, MIDNIGHT)
  const claimedAt = new Date(run.claimedAt.getTime() - 6_000)
  const options = { signal: new AbortController().signal, log, findKind: () => givingKind('late') }
  expect(await executeRun(db, { ...run, claimedAt }, options)).toBe('released')
  expect(await runsOf(db, source)).toMatchObject([{ status: 'running', samples: 0 }])
  const taken = await claimed(db, source, '2026-06-01T00:01:00Z')
  expect(taken).toMatchObject({ id: run.id, attempt: 2, trigger: 'catch-up', at: new Date('2026-06-01T00:01:00Z') })
})

test('a run that nobody will take up again is closed', async ({ db }) => {
  const source = await aSource(db, { since: MIDNIGHT })
  const run = await claimed(db, source, MIDNIGHT)
  await db
    .updateTable('collection_run')
    .set({ lease_until: new Date(Date.now() - 31_000) })
    .where('id', '=', run.id)
    .execute()
  await closeAbandonedRuns(db)
  expect(await runsOf(db, source)).toMatchObject([
    { status: 'failed', errors: [{ message: 'The worker stopped responding.' }] },
  ])
})

test('a worker that leaves gives its run back, and another takes it over at once', async ({ db }) => {
  const source = await aSource(db, { kind: 'slow', seconds: 1_800, since: MIDNIGHT })
  const clock = aClock(MIDNIGHT)
  const started = Promise.withResolvers<void>()
  const hanging = aKind('slow', async function* ({ signal }) {
    started.resolve()
    await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    yield { metric: 'members', value: 1 }
  })
  const leaving = await aScheduler(db, { clock, kinds: [hanging, givingKind('test')] })
  await leaving.tick()
  await started.promise
  await leaving.stop()

  clock.forward(60)
  const staying = await aScheduler(db, {
    clock,
    kinds: [givingKind('slow', [{ metric: 'active_instances', value: 3 }]), givingKind('test')],
  })
  await staying.tick()
  await staying.idle()
  expect(await runsOf(db, source)).toMatchObject([{ status: 'succeeded', attempt: 2, trigger: 'catch-up' }])
  expect(await samplesOf(db, 'active_instances')).toMatchObject([{ value: 3, at: clock.now() }])
})
