import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { onTestFinished } from 'vitest'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { emitAll } from '@/lib/core/events/emit'
import {
  anEvent,
  aRegistry,
  createConsumedTable,
  HEARING_LOCK,
  hearing,
  readConsumed,
} from '@/tests/support/consumed-events'
import { expect, test } from '@/tests/support/database'
import { waitFor } from '@/tests/support/wait-for'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const WORKER = fileURLToPath(new URL('../support/event-worker.ts', import.meta.url))

async function startEventWorker(connectionString: string, { stopsAfterEvent = false } = {}): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', WORKER], {
    cwd: ROOT,
    env: {
      ...process.env,
      DATABASE_URL: connectionString,
      ...(stopsAfterEvent ? { STOPS_AFTER_EVENT: 'yes' } : {}),
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  // One that outlived a failed test would take the work of the next one.
  onTestFinished(() => void child.kill('SIGKILL'))
  const failed = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the worker ended with code ${code}`)))
  // Later it ends because it is killed.
  failed.catch(() => undefined)
  await Promise.race([once(child, 'message'), failed])
  return child
}

/** Kills it, and has others take what it held, as they do of a worker that has been silent for long. */
async function kill(child: ChildProcess, ownerDb: Db): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
  await sql`select graphile_worker.force_unlock_workers(array(
    select distinct locked_by from graphile_worker._private_jobs where locked_by is not null))`.execute(ownerDb)
}

const emitEvents = (db: Db, subjects: readonly string[]) =>
  inTransaction(db, (trx) =>
    emitAll(
      trx,
      aRegistry(hearing()),
      subjects.map((subject) => anEvent(subject)),
    ),
  )

const subjectsOf = async (db: Db) => (await readConsumed(db)).map(({ subject }) => subject)

const isDone = async (db: Db, subject: string) => {
  const { rows } = await sql`
    select from event_delivery join domain_event on id = event_id
    where subject = ${subject} and done_at is not null`.execute(db)
  return rows.length === 1
}

/** Whether a consumer waits for the lock that the test holds. */
const isStopped = async (db: Db) => {
  const { rows } = await sql`
    select from pg_locks join pg_database on pg_database.oid = database and datname = current_database()
    where locktype = 'advisory' and objid = ${HEARING_LOCK} and not granted`.execute(db)
  return rows.length === 1
}

const countJobs = async (db: Db) => {
  const { rows } = await sql`select from graphile_worker._private_jobs`.execute(db)
  return rows.length
}

test('a worker that is killed in the middle of an event leaves nothing of it, and the next one hears it once', async ({
  db,
  ownerDb,
  connectionString,
}) => {
  await createConsumedTable(ownerDb)
  const first = await startEventWorker(connectionString)
  await ownerDb.connection().execute(async (holder) => {
    await sql`select pg_advisory_lock(${HEARING_LOCK})`.execute(holder)
    await emitEvents(db, ['in the middle'])
    await waitFor('the consumer to stop in the middle', () => isStopped(db))
    await kill(first, ownerDb)
    await sql`select pg_advisory_unlock(${HEARING_LOCK})`.execute(holder)
  })
  expect([await subjectsOf(db), await isDone(db, 'in the middle')]).toEqual([[], false])
  await startEventWorker(connectionString)
  await waitFor('the event', () => isDone(db, 'in the middle'))
  expect(await subjectsOf(db)).toEqual(['in the middle'])
}, 60_000)

test('a worker that is killed after an event and before its job is over: the job runs again, and the consumer does not', async ({
  db,
  ownerDb,
  connectionString,
}) => {
  await createConsumedTable(ownerDb)
  const first = await startEventWorker(connectionString, { stopsAfterEvent: true })
  await emitEvents(db, ['after it'])
  await waitFor('the event', () => isDone(db, 'after it'))
  await kill(first, ownerDb)
  expect(await countJobs(db)).toBe(1)
  await startEventWorker(connectionString)
  await waitFor('its job to be over', async () => (await countJobs(db)) === 0)
  expect((await subjectsOf(db)).filter((subject) => subject === 'after it')).toEqual(['after it'])
}, 60_000)

test('however often workers are killed, each of many events is heard once', async ({
  db,
  ownerDb,
  connectionString,
}) => {
  await createConsumedTable(ownerDb)
  const subjects = Array.from({ length: 400 }, (_, index) => `event ${index}`)
  const countHeard = async () => (await subjectsOf(db)).filter((subject) => subject.startsWith('event')).length
  let worker = await startEventWorker(connectionString)
  await emitEvents(db, subjects)
  for (const heard of [20, 90, 200, 310]) {
    await waitFor(`${heard} events`, async () => (await countHeard()) >= heard)
    await kill(worker, ownerDb)
    worker = await startEventWorker(connectionString)
  }
  await waitFor('all jobs to be over', async () => (await countJobs(db)) === 0)
  expect((await subjectsOf(db)).filter((subject) => subject.startsWith('event')).toSorted()).toEqual(
    subjects.toSorted(),
  )
}, 120_000)
