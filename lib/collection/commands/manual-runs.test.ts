import { randomUUID } from 'node:crypto'
import { startInlineRun, startManualRun } from '@/lib/collection/commands/start-manual-run'
import type { Db } from '@/lib/core/db/types'
import { isDomainError } from '@/lib/core/errors'
import { log } from '@/lib/core/log'
import { type Actor, cliActor } from '@/lib/staff/actor'
import { aClock, aKind, aScheduler, aSource, givingKind, runsOf, samplesOf } from '@/tests/support/collection'
import { expect, test } from '@/tests/support/database'
import { getRunDetail, listRuns } from '../queries/runs'
import { executeRun } from './execute-run'
import { registerWorker } from './heartbeat'
import { claimManualRun } from './start-manual-run'

const operator: Actor = { kind: 'system', id: null, role: 'operator', scopes: [], address: null }
const manager: Actor = { ...operator, role: 'manager' }
const aWorker = (db: Db) => registerWorker(db, { id: randomUUID(), host: 'test', pid: 1, version: '0' })
const auditOf = (db: Db, target: string) =>
  db.selectFrom('audit_entry').select('action').where('target_id', '=', target).execute()

test('says so and starts nothing while no worker is alive', async ({ db }) => {
  const sourceId = await aSource(db)
  await expect(startManualRun(db, operator, { sourceId })).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'worker.none',
  })
  expect(await runsOf(db, sourceId)).toEqual([])
})

test('needs the permission, and a source that is there', async ({ db }) => {
  const sourceId = await aSource(db)
  await expect(startManualRun(db, manager, { sourceId })).rejects.toMatchObject({ code: 'permission.denied' })
  await expect(startManualRun(db, operator, { sourceId: randomUUID() })).rejects.toMatchObject({
    code: 'source.not_found',
  })
})

test('of twenty requests at once one starts a run, and the others are told of it', async ({ db }) => {
  await aWorker(db)
  const sourceId = await aSource(db)
  const answers = await Promise.allSettled(Array.from({ length: 20 }, () => startManualRun(db, operator, { sourceId })))
  const started = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
  const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : []))
  expect(started).toHaveLength(1)
  expect(refusals).toHaveLength(19)
  for (const refusal of refusals) {
    if (!isDomainError(refusal)) throw refusal
    expect(refusal).toMatchObject({
      kind: 'conflict',
      code: 'run.already_running',
      extra: { run: { id: String(started[0]), startedAt: expect.any(String), by: 'system' } },
    })
  }
  expect(await runsOf(db, sourceId)).toHaveLength(1)
  expect(await auditOf(db, sourceId)).toEqual([{ action: 'collection.started' }])
})

test('adds gauges at its real instant and no increments, and stands apart from the slots', async ({ db }) => {
  const sourceId = await aSource(db, { kind: 'both', seconds: 600 })
  const run = await startInlineRun(db, cliActor, { sourceId, workerId: randomUUID() })
  const kind = givingKind('both', [
    { metric: 'members', value: 3 },
    { metric: 'sign_ins', value: 5 },
  ])
  await executeRun(db, run, { signal: AbortSignal.timeout(10_000), log, findKind: () => kind })
  const [row] = await runsOf(db, sourceId)
  expect(row).toMatchObject({ slot: null, trigger: 'manual', started_by: 'cli', status: 'succeeded', samples: 1 })
  expect(await samplesOf(db, 'members')).toMatchObject([{ value: 3, seconds: 600, at: row?.started_at }])
  expect(await samplesOf(db, 'sign_ins')).toEqual([])
  expect(await getRunDetail(db, String(run.id))).toMatchObject({
    by: 'cli',
    status: 'succeeded',
    readings: [{ metric: 'members', value: 3, labels: {} }],
    hasMoreReadings: false,
  })
})

test('an increment of a scheduled run is stamped with the start of its interval', async ({ db }) => {
  await aSource(db, { kind: 'increments', seconds: 600, since: '2026-06-01T00:00:00Z' })
  const kinds = [givingKind('increments', [{ metric: 'sign_ins', value: 5 }]), givingKind('test'), givingKind('both')]
  const scheduler = await aScheduler(db, { clock: aClock('2026-06-01T00:10:01Z'), kinds })
  await scheduler.tick()
  await scheduler.idle()
  expect(await samplesOf(db, 'sign_ins')).toMatchObject([
    { value: 5, seconds: 600, at: new Date('2026-06-01T00:00:00Z') },
  ])
})

test('shows its progress while it runs', async ({ db }) => {
  const sourceId = await aSource(db, { kind: 'gated' })
  const gate = Promise.withResolvers<void>()
  const kind = aKind('gated', async function* () {
    // The first write of progress is due only once the run has taken a moment.
    const until = performance.now() + 450
    while (performance.now() < until) await new Promise((resolve) => setImmediate(resolve))
    yield { metric: 'members', value: 1 }
    await gate.promise
    yield { metric: 'channels', value: 1 }
  })
  const run = await startInlineRun(db, cliActor, { sourceId, workerId: randomUUID() })
  const execution = executeRun(db, run, { signal: AbortSignal.timeout(10_000), log, findKind: () => kind })
  await expect
    .poll(async () => (await getRunDetail(db, String(run.id))).progress)
    .toEqual({ done: 1, total: 2, metric: 'members' })
  gate.resolve()
  expect(await execution).toBe('finished')
})

test('a request after a run whose worker fell silent closes that one and starts anew', async ({ db }) => {
  await aWorker(db)
  const sourceId = await aSource(db)
  const first = await startManualRun(db, operator, { sourceId })
  await db
    .updateTable('collection_run')
    .set({ lease_until: new Date(Date.now() - 1_000) })
    .where('id', '=', first)
    .execute()
  const second = await startManualRun(db, operator, { sourceId })
  expect((await runsOf(db, sourceId)).map((run) => [run.id, run.status])).toEqual([
    [first, 'failed'],
    [second, 'running'],
  ])
})

test('is taken up by one worker, and after its silence by another', async ({ db }) => {
  await aWorker(db)
  const sourceId = await aSource(db)
  const runId = await startManualRun(db, operator, { sourceId })
  const [first, second] = [randomUUID(), randomUUID()]
  expect(await claimManualRun(db, { runId, workerId: first })).toMatchObject({ run: { attempt: 1, workerId: first } })
  expect(await claimManualRun(db, { runId, workerId: second })).toEqual({ run: null, isHeld: true })
  await db
    .updateTable('collection_run')
    .set({ lease_until: new Date(Date.now() - 1_000) })
    .where('id', '=', runId)
    .execute()
  expect(await claimManualRun(db, { runId, workerId: second })).toMatchObject({ run: { attempt: 2, workerId: second } })
})

test('runs are listed latest first, page by page and filtered', async ({ db }) => {
  const sourceId = await aSource(db, { kind: 'listed', seconds: 60, since: '2026-05-01T00:00:00Z' })
  const clock = aClock('2026-05-01T00:00:00Z')
  await db.updateTable('source').set({ paused_at: new Date() }).where('id', '!=', sourceId).execute()
  const scheduler = await aScheduler(db, { clock, kinds: [givingKind('listed')] })
  for (const minutes of [0, 3, 1, 1]) {
    clock.forward(minutes * 60)
    await scheduler.tick()
    await scheduler.idle()
  }
  const all = await listRuns(db, { source: sourceId, limit: 50 })
  expect(all.items.map((run) => [run.slot?.slice(11, 16), run.status])).toEqual([
    ['00:05', 'succeeded'],
    ['00:04', 'succeeded'],
    ['00:03', 'succeeded'],
    ['00:02', 'missed'],
    ['00:01', 'missed'],
    ['00:00', 'succeeded'],
  ])
  const first = await listRuns(db, { source: sourceId, limit: 4 })
  const second = await listRuns(db, { source: sourceId, limit: 4, after: first.next ?? '' })
  expect([...first.items, ...second.items]).toEqual(all.items)
  expect(second.next).toBeNull()
  const missed = await listRuns(db, { source: sourceId, status: 'missed', limit: 50 })
  expect(missed.items).toHaveLength(2)
  const window = { from: '2026-05-01T00:01:00Z', to: '2026-05-01T00:03:00Z' }
  expect((await listRuns(db, { source: sourceId, ...window, limit: 50 })).items).toHaveLength(2)
})
