import { sql } from 'kysely'
import { updateSource } from '@/lib/collection/commands/change-source'
import { createSource } from '@/lib/collection/commands/create-source'
import { startManualRun } from '@/lib/collection/commands/start-manual-run'
import { getHealth } from '@/lib/collection/queries/get-health'
import { getRun } from '@/lib/collection/queries/runs'
import { createSourceBody } from '@/lib/collection/schema'
import type { Db } from '@/lib/core/db/types'
import { enqueue } from '@/lib/core/jobs/contract'
import { rollUpTask } from '@/lib/metrics/tasks'
import { cliActor } from '@/lib/staff/actor'
import { runsOf, samplesOf } from '@/tests/support/collection'
import { expect, test } from '@/tests/support/database'
import { blockTables } from '@/tests/support/table-locks'
import { waitFor } from '@/tests/support/wait-for'
import { startWorkerProcess } from '@/tests/support/worker-process'

const aSystemSource = (db: Db, name: string, intervalSeconds: number) =>
  createSource(db, cliActor, createSourceBody.parse({ name, kind: 'system', intervalSeconds }))

const lockedJob = async (db: Db) => {
  const { rows } = await sql<{ locked_by: string }>`
    select locked_by from graphile_worker.jobs where task_identifier = 'roll-up' and locked_by is not null`.execute(db)
  return rows[0]?.locked_by
}

test('a worker collects at once, goes by a changed interval within two seconds, serves its health and leaves in time', async ({
  db,
  connectionString,
}) => {
  const worker = await startWorkerProcess(db, connectionString)
  // By what was measured: at the turn of a slot one source may have run twice before the other one has.
  await waitFor('the first runs of both sources', async () => {
    const [members, cpu] = await Promise.all([samplesOf(db, 'members'), samplesOf(db, 'system_host_cpu')])
    return members.length > 0 && cpu.length > 0
  })

  const id = await aSystemSource(db, 'Often', 86_400)
  await waitFor('its first run', async () => (await runsOf(db, id))[0]?.status === 'succeeded')
  await updateSource(db, cliActor, { id, version: 1, intervalSeconds: 5 })
  const changedAt = performance.now()
  await waitFor('a run at the new interval', async () =>
    (await runsOf(db, id)).some((run) => run.interval_seconds === 5),
  )
  expect(performance.now() - changedAt).toBeLessThan(2_000)

  const runId = String(
    await startManualRun(db, cliActor, { sourceId: await aSystemSource(db, 'By hand', 86_400) }).catch(async () => {
      // Its first slot is being collected just now.
      const source = await db.selectFrom('source').select('id').where('name', '=', 'By hand').executeTakeFirstOrThrow()
      return waitFor('its turn', () => startManualRun(db, cliActor, { sourceId: source.id }).catch(() => undefined))
    }),
  )
  await waitFor('the run that was asked for', async () => (await getRun(db, runId)).status === 'succeeded')
  expect((await fetch(`http://127.0.0.1:${worker.port}/api/health/ready`)).status).toBe(200)
  expect(await getHealth(db)).toMatchObject({ isHealthy: true, workers: [{ id: worker.id, isAlive: true }] })

  const { code, ms } = await worker.end('SIGTERM')
  expect(code).toBe(0)
  expect(ms).toBeLessThan(8_000)
  expect(await db.selectFrom('worker').selectAll().execute()).toEqual([])
  expect(
    await db
      .selectFrom('collection_run')
      .select('id')
      .where('status', '=', 'running')
      .where('lease_until', '>', new Date())
      .execute(),
  ).toEqual([])
}, 60_000)

test('of a worker killed in the middle of a run and of a job, another takes both over, and each is done once', async ({
  db,
  connectionString,
  ownerConnectionString,
}) => {
  await db.updateTable('source').set({ deleted_at: new Date() }).execute()
  await db.deleteFrom('sample').execute()
  const unblock = await blockTables(ownerConnectionString, ['member', 'rollup_dirty'])
  const source = await createSource(
    db,
    cliActor,
    createSourceBody.parse({ name: 'Mirror', kind: 'guildhall', intervalSeconds: 86_400 }),
  )
  await db.transaction().execute((trx) => enqueue(trx, rollUpTask, {}, { key: 'roll-up' }))
  const first = await startWorkerProcess(db, connectionString)
  await waitFor('the run to be in progress', async () => (await runsOf(db, source))[0]?.worker_id === first.id)
  const holder = await waitFor('the job to be in progress', () => lockedJob(db))
  const second = await startWorkerProcess(db, connectionString)

  await first.end('SIGKILL')
  const killedAt = performance.now()
  const taken = await waitFor(
    'the run to be taken over',
    async () => {
      const [run] = await runsOf(db, source)
      return run?.worker_id === second.id ? run : undefined
    },
    60_000,
  )
  expect(taken).toMatchObject({ status: 'running', attempt: 2, trigger: 'catch-up' })
  await waitFor(
    'the job to be taken over',
    async () => {
      const now = await lockedJob(db)
      return now !== undefined && now !== holder
    },
    60_000,
  )
  expect(performance.now() - killedAt).toBeLessThan(60_000)

  await unblock()
  await waitFor('the run to end', async () => (await runsOf(db, source))[0]?.status === 'succeeded')
  await waitFor('the job to be done', async () => {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from graphile_worker.jobs where task_identifier = 'roll-up'`.execute(db)
    return rows[0]?.n === 0
  })
  expect(await runsOf(db, source)).toHaveLength(1)
  expect(await samplesOf(db, 'members')).toHaveLength(1)
  await second.end('SIGTERM')
}, 120_000)

test('a worker that was suspended until another took its run over commits nothing when it wakes', async ({
  db,
  connectionString,
  ownerConnectionString,
}) => {
  await db.updateTable('source').set({ deleted_at: new Date() }).execute()
  await db.deleteFrom('sample').execute()
  const unblock = await blockTables(ownerConnectionString, ['member'])
  const source = await createSource(
    db,
    cliActor,
    createSourceBody.parse({ name: 'Mirror', kind: 'guildhall', intervalSeconds: 86_400 }),
  )
  const first = await startWorkerProcess(db, connectionString)
  await waitFor('the run to be in progress', async () => (await runsOf(db, source))[0]?.worker_id === first.id)
  first.signal('SIGSTOP')
  await db
    .updateTable('collection_run')
    .set({ lease_until: new Date(Date.now() - 1_000) })
    .where('status', '=', 'running')
    .execute()
  const second = await startWorkerProcess(db, connectionString)
  await waitFor('the run to be taken over', async () => (await runsOf(db, source))[0]?.worker_id === second.id)
  await unblock()
  first.signal('SIGCONT')
  await waitFor('the run to end', async () => (await runsOf(db, source))[0]?.status === 'succeeded')
  // It wakes, finds that the run is another's, and goes on with its work.
  const id = await aSystemSource(db, 'Afterwards', 5)
  await second.end('SIGTERM')
  await waitFor('it to collect again', async () =>
    (await runsOf(db, id)).some((run) => run.worker_id === first.id && run.status === 'succeeded'),
  )
  const [run] = await runsOf(db, source)
  expect(run).toMatchObject({ worker_id: second.id, attempt: 2, status: 'succeeded' })
  expect((await samplesOf(db, 'members')).map((sample) => sample.at)).toEqual([run?.started_at])
  await first.end('SIGTERM')
}, 90_000)
