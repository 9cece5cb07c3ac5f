import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { releaseLostWorkers } from '@/lib/collection/commands/heartbeat'
import type { Db } from '@/lib/core/db/types'
import { enqueue } from '@/lib/core/jobs/contract'
import { log } from '@/lib/core/log'
import { rollUpTask } from '@/lib/metrics/tasks'
import { expect, test } from '@/tests/support/database'
import { startHeartbeat } from './heartbeat'

const SILENT_MS = 400
const aWorker = (db: Db, onTakenForDead = async () => {}, onBeat = async () => {}) =>
  startHeartbeat({
    db,
    worker: { id: randomUUID(), host: 'test', pid: 1, version: '0' },
    log,
    jobRunnerIds: () => ['pool-of-mine'],
    onBeat,
    onTakenForDead,
    silentAfterMs: SILENT_MS,
  })

const lockedBy = async (db: Db) => {
  const { rows } = await sql<{ locked_by: string | null }>`select locked_by from graphile_worker.jobs`.execute(db)
  return rows.map((row) => row.locked_by)
}

test('releases the job of a silent worker, but only once it has itself beaten without interruption', async ({
  db,
  ownerDb,
}) => {
  const silent = { id: randomUUID(), host: 'test', pid: 2, version: '0', job_runner_ids: ['pool-of-silence'] }
  await db
    .insertInto('worker')
    .values({ ...silent, heartbeat_at: new Date(Date.now() - 3_600_000) })
    .execute()
  await db.transaction().execute((trx) => enqueue(trx, rollUpTask, {}))
  await sql`update graphile_worker._private_jobs set locked_by = 'pool-of-silence', locked_at = now()`.execute(ownerDb)

  const heartbeat = await aWorker(db)
  await heartbeat.beatOnce()
  expect(await lockedBy(db)).toEqual(['pool-of-silence'])
  await expect
    .poll(async () => {
      await heartbeat.beatOnce()
      return lockedBy(db)
    })
    .toEqual([null])
  expect(await db.selectFrom('worker').select('id').where('id', '=', silent.id).execute()).toEqual([])
  await heartbeat.stop()
  expect(await db.selectFrom('worker').select('id').execute()).toEqual([])
})

test('a worker that was taken for dead lets go of what it held and is known again', async ({ db }) => {
  let times = 0
  const heartbeat = await aWorker(db, async () => {
    times += 1
  })
  await db.deleteFrom('worker').execute()
  await heartbeat.beatOnce()
  expect(times).toBe(1)
  await heartbeat.beatOnce()
  expect(times).toBe(1)
  expect(await db.selectFrom('worker').select('job_runner_ids').execute()).toEqual([
    { job_runner_ids: ['pool-of-mine'] },
  ])
  await heartbeat.stop()
})

test('a worker that stood still in the middle of a beat takes neither itself nor others for dead', async ({ db }) => {
  let isStill = false
  const standStill = async () => {
    const past = new Date(Date.now() - 3_600_000)
    if (isStill) await db.updateTable('worker').set({ heartbeat_at: past }).execute()
  }
  const heartbeat = await aWorker(db, undefined, standStill)
  const other = { id: randomUUID(), host: 'test', pid: 2, version: '0' }
  await db.insertInto('worker').values(other).execute()
  const silent = { id: randomUUID(), host: 'test', pid: 3, version: '0', heartbeat_at: new Date(0) }
  await db.insertInto('worker').values(silent).execute()
  const listed = async () => (await db.selectFrom('worker').select('id').execute()).map((row) => row.id)
  // It has beaten without interruption for long enough to judge when the one that is silent is gone.
  await expect
    .poll(async () => {
      await db.updateTable('worker').set({ heartbeat_at: new Date() }).where('id', '=', other.id).execute()
      await heartbeat.beatOnce()
      return listed()
    })
    .not.toContain(silent.id)
  isStill = true
  await heartbeat.beatOnce()
  expect(await listed()).toHaveLength(2)
  await heartbeat.stop()
})

test('a job that a silent worker is committing keeps no beat waiting, and is released when that is over', async ({
  db,
  ownerDb,
}) => {
  await db.deleteFrom('worker').execute()
  const silent = (id: string) => ({ id: randomUUID(), host: 'test', pid: 2, version: '0', job_runner_ids: [id] })
  const past = new Date(Date.now() - 3_600_000)
  const judge = { id: randomUUID(), host: 'test', pid: 1, version: '0' }
  await db.insertInto('worker').values(judge).execute()
  const rows = ['pool-that-commits', 'pool-that-does-not'].map((id) => ({ ...silent(id), heartbeat_at: past }))
  await db.insertInto('worker').values(rows).execute()
  await sql`delete from graphile_worker._private_jobs`.execute(ownerDb)
  for (const { job_runner_ids } of rows) {
    const id = await db.transaction().execute((trx) => enqueue(trx, rollUpTask, {}))
    await sql`update graphile_worker._private_jobs set locked_by = ${job_runner_ids[0]}, locked_at = now()
      where id = ${id}::bigint`.execute(ownerDb)
  }
  const release = () => releaseLostWorkers(db, judge.id)
  const hung = delay(10_000, 'hung', { ref: false })
  await db.transaction().execute(async (trx) => {
    await sql`select from graphile_worker._private_jobs where locked_by = 'pool-that-commits' for share`.execute(trx)
    expect(await Promise.race([release(), hung])).toBe(1)
    expect(new Set(await lockedBy(db))).toEqual(new Set(['pool-that-commits', null]))
  })
  expect(await release()).toBe(1)
  expect(await lockedBy(db)).toEqual([null, null])
  expect(await db.selectFrom('worker').select('id').execute()).toEqual([{ id: judge.id }])
})
