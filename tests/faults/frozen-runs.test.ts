import { sql } from 'kysely'
import { onTestFinished } from 'vitest'
import { createSource } from '@/lib/collection/commands/create-source'
import { createSourceBody } from '@/lib/collection/schema'
import type { Db } from '@/lib/core/db/types'
import { cliActor } from '@/lib/staff/actor'
import { aClock, aKind, aScheduler, aSource, runsOf, samplesOf } from '@/tests/support/collection'
import { expect, test } from '@/tests/support/database'
import { blockTables, untilBlocked } from '@/tests/support/table-locks'
import { waitFor } from '@/tests/support/wait-for'
import { startWorkerProcess } from '@/tests/support/worker-process'

/** Long enough for a worker that has just started to come to the last table on a busy machine. */
const TIMEOUT_SECONDS = 3
/** The last table that the mirror's source reads; it has given all of its readings by then. */
const LAST_TABLE = 'activity_state'
const AT = '2026-06-01T00:00:00Z'

/** A source of the mirror alone, which is collected once a day. */
async function onlyMirror(db: Db): Promise<string> {
  await db.updateTable('source').set({ deleted_at: new Date() }).execute()
  await db.deleteFrom('sample').execute()
  const source = { name: 'Mirror', kind: 'guildhall', intervalSeconds: 86_400, timeoutSeconds: TIMEOUT_SECONDS }
  return createSource(db, cliActor, createSourceBody.parse(source))
}

/** Waits until the database's clock is well past the time-out of the run in progress. */
const untilTimeoutHasPassed = (db: Db, sourceId: string) =>
  waitFor('the time-out to pass', async () => {
    const { rows } = await sql<{ past: boolean }>`
      select started_at + ${TIMEOUT_SECONDS + 4} * interval '1 second' < clock_timestamp() as past
      from collection_run where source_id = ${sourceId} and status = 'running'`.execute(db)
    return rows[0]?.past
  })

interface Logins {
  db: Db
  connectionString: string
  ownerConnectionString: string
}

/** A worker that stands still in the middle of reading a source, until its time-out has passed. */
async function freezePastTimeout({ db, connectionString, ownerConnectionString }: Logins) {
  const unblock = await blockTables(ownerConnectionString, [LAST_TABLE])
  const source = await onlyMirror(db)
  const worker = await startWorkerProcess(db, connectionString)
  await untilBlocked(db, LAST_TABLE)
  worker.signal('SIGSTOP')
  // The answer lies in its socket when it thaws, before any of its timers has run.
  await unblock()
  await untilTimeoutHasPassed(db, source)
  return { source, worker }
}

test('a run whose worker was frozen past the time-out of its source fails, and nothing of it is at the slot', async ({
  db,
  connectionString,
  ownerConnectionString,
}) => {
  const { source, worker } = await freezePastTimeout({ db, connectionString, ownerConnectionString })
  worker.signal('SIGCONT')
  const run = await waitFor('the run to end', async () => (await runsOf(db, source)).find((each) => each.finished_at))
  expect(run).toMatchObject({ status: 'failed', samples: 0, worker_id: worker.id, attempt: 1 })
  expect(run.errors).toMatchObject([{ metric: null }])
  expect(await db.selectFrom('sample').select('at').execute()).toEqual([])

  // It has thawed and goes on with its work.
  const system = createSourceBody.parse({ name: 'Afterwards', kind: 'system', intervalSeconds: 86_400 })
  const id = await createSource(db, cliActor, system)
  await waitFor('it to collect again', async () => (await runsOf(db, id))[0]?.status === 'succeeded')
  await worker.end('SIGTERM')
}, 60_000)

test('of a run that was frozen past its time-out and taken over, there is what the second worker read, and no more', async ({
  db,
  connectionString,
  ownerConnectionString,
}) => {
  const { source, worker: first } = await freezePastTimeout({ db, connectionString, ownerConnectionString })
  const lapsed = new Date(Date.now() - 1_000)
  await db.updateTable('collection_run').set({ lease_until: lapsed }).where('status', '=', 'running').execute()
  const second = await startWorkerProcess(db, connectionString)
  await waitFor('the second to end it', async () => (await runsOf(db, source))[0]?.status === 'succeeded')
  const ended = await runsOf(db, source)
  const samples = await db.selectFrom('sample').selectAll().orderBy('series_id').execute()
  expect(ended).toMatchObject([{ worker_id: second.id, attempt: 2, trigger: 'catch-up' }])
  expect(new Set(samples.map((sample) => sample.at.getTime()))).toEqual(new Set([ended[0]?.started_at.getTime()]))

  first.signal('SIGCONT')
  const system = createSourceBody.parse({ name: 'Afterwards', kind: 'system', intervalSeconds: 5 })
  const id = await createSource(db, cliActor, system)
  await second.end('SIGTERM')
  await waitFor('the first to collect again', async () =>
    (await runsOf(db, id)).some((run) => run.worker_id === first.id && run.status === 'succeeded'),
  )
  expect(await runsOf(db, source)).toEqual(ended)
  const ids = samples.map((sample) => sample.series_id)
  expect(
    await db.selectFrom('sample').selectAll().where('series_id', 'in', ids).orderBy('series_id').execute(),
  ).toEqual(samples)
  await first.end('SIGTERM')
}, 90_000)

test('a worker that is frozen in the middle of a commit keeps its source from no other for long', async ({
  db,
  connectionString,
  ownerConnectionString,
}) => {
  const source = await onlyMirror(db)
  // Written to with the samples, in the transaction that holds the run.
  const unblock = await blockTables(ownerConnectionString, ['rollup_dirty'])
  const frozen = await startWorkerProcess(db, connectionString)
  const isBeingCommitted = async () => {
    const { rows } = await sql`
      select id from collection_run where source_id = ${source} for update skip locked`.execute(db)
    return rows.length === 0 && (await runsOf(db, source)).length === 1
  }
  await waitFor('the commit', isBeingCommitted)
  frozen.signal('SIGSTOP')
  await unblock()
  const lapsed = new Date(Date.now() - 1_000)
  // The frozen one has its row, so that only the database itself can take it away.
  await waitFor('the lock on the run to be gone', async () => !(await isBeingCommitted()))
  await db.updateTable('collection_run').set({ lease_until: lapsed }).where('status', '=', 'running').execute()
  const other = await startWorkerProcess(db, connectionString)
  await waitFor('the other to end it', async () => (await runsOf(db, source))[0]?.status === 'succeeded')
  const ended = await runsOf(db, source)
  expect(ended).toMatchObject([{ worker_id: other.id, attempt: 2 }])

  frozen.signal('SIGCONT')
  const system = createSourceBody.parse({ name: 'Afterwards', kind: 'system', intervalSeconds: 5 })
  const id = await createSource(db, cliActor, system)
  await other.end('SIGTERM')
  await waitFor('the frozen one to collect again', async () =>
    (await runsOf(db, id)).some((run) => run.worker_id === frozen.id && run.status === 'succeeded'),
  )
  expect(await runsOf(db, source)).toEqual(ended)
  await frozen.end('SIGTERM')
}, 120_000)

/** Stops this whole process, its timers included. */
const standStill = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

/** A source that is read once, by one worker. */
async function readOnce(db: Db, collect: Parameters<typeof aKind>[1]) {
  await db.updateTable('source').set({ deleted_at: new Date() }).execute()
  await db.deleteFrom('sample').execute()
  const source = await aSource(db, { kind: 'still', since: AT, timeoutSeconds: TIMEOUT_SECONDS })
  const scheduler = await aScheduler(db, { clock: aClock(AT), kinds: [aKind('still', collect)] })
  onTestFinished(() => scheduler.stop())
  await scheduler.tick()
  return { source, scheduler }
}

test('a process that stands still past the time-out stores nothing, neither what came before nor what came after', async ({
  db,
}) => {
  const { source, scheduler } = await readOnce(db, async function* () {
    yield { metric: 'members', value: 1 }
    standStill(TIMEOUT_SECONDS * 1_000 + 2_500)
    yield { metric: 'channels', value: 2 }
  })
  await scheduler.idle()
  const [run] = await runsOf(db, source)
  expect(run).toMatchObject({ status: 'failed', samples: 0 })
  expect(run?.errors).toHaveLength(1)
  expect([...(await samplesOf(db, 'members')), ...(await samplesOf(db, 'channels'))]).toEqual([])
}, 30_000)

test('a process that stands still until shortly after the time-out keeps nothing that it read then', async ({ db }) => {
  const { source, scheduler } = await readOnce(db, async function* () {
    standStill(TIMEOUT_SECONDS * 1_000 + 50)
    yield { metric: 'channels', value: 2 }
  })
  await scheduler.idle()
  expect(await runsOf(db, source)).toMatchObject([{ status: 'failed', samples: 0 }])
  expect(await samplesOf(db, 'channels')).toEqual([])
})

test('what was read in time is stored at its slot, however long the commit has to wait', async ({
  db,
  ownerConnectionString,
}) => {
  const read = Promise.withResolvers<() => Promise<void>>()
  const { source, scheduler } = await readOnce(db, async function* () {
    yield { metric: 'members', value: 7 }
    read.resolve(await blockTables(ownerConnectionString, ['series']))
  })
  const unblock = await read.promise
  await untilTimeoutHasPassedSinceNow(db)
  await unblock()
  await scheduler.idle()
  expect(await runsOf(db, source)).toMatchObject([{ status: 'succeeded', samples: 1 }])
  expect(await samplesOf(db, 'members')).toMatchObject([{ value: 7, at: new Date(AT) }])
})

async function untilTimeoutHasPassedSinceNow(db: Db): Promise<void> {
  const since = performance.now()
  await untilBlocked(db, 'series')
  await waitFor('the time-out to pass', async () => performance.now() - since > TIMEOUT_SECONDS * 1_000 + 500)
}
