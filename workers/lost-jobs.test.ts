import { sql } from 'kysely'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { withSession } from '@/lib/core/db/session'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { defineTask, enqueue, type Task } from '@/lib/core/jobs/contract'
import type { TaskContext, TaskHandler } from '@/lib/core/jobs/handler'
import { log } from '@/lib/core/log'
import { expect, test } from '@/tests/support/database'
import { waitFor } from '@/tests/support/wait-for'
import { type JobRunner, startJobRunner } from './job-runner'

const keepNote = defineTask('keep-note', z.object({ note: z.string() }), { queue: 'notes' })

/** A write of a job: one row, so that a second time shows. */
const write = (trx: Trx, note: string) => trx.insertInto('origin').values({ name: note }).execute()
const notesOf = async (db: Db) => (await db.selectFrom('origin').select('name').execute()).map((row) => row.name)

interface Given {
  db: Db
  connectionString: string
  work: (context: TaskContext, note: string) => Promise<unknown>
}

/** A worker's job runner whose jobs wait for the test before they do anything. */
async function aRunner({ db, connectionString, work }: Given) {
  const begun = Promise.withResolvers<TaskContext>()
  const go = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<unknown>()
  const handler = async ({ note }: { note: string }, context: TaskContext) => {
    begun.resolve(context)
    await go.promise
    try {
      await work(context, note)
      ended.resolve('done')
    } catch (error) {
      ended.resolve(error)
      throw error
    }
  }
  const tasks = [{ task: keepNote, load: async () => handler as TaskHandler<Task> }]
  // One at once: while it has this job it takes no other, nor the same again.
  const runner = await startJobRunner({ db, connectionString, tasks, log, concurrency: 1 })
  onTestFinished(() => runner.stop())
  return { runner, begun: begun.promise, go: () => go.resolve(), ended: ended.promise }
}

const ask = (db: Db, note: string) => inTransaction(db, (trx) => enqueue(trx, keepNote, { note }))

/** What others do with the jobs of a worker that is silent. */
const release = (db: Db, runner: JobRunner) =>
  sql`select graphile_worker.force_unlock_workers(${runner.ids()}::text[])`.execute(db)

async function jobOf(db: Db, id: string) {
  const { rows } = await sql<{ locked_by: string | null; attempts: number }>`
    select locked_by, attempts from graphile_worker._private_jobs where id = ${id}::bigint`.execute(db)
  return rows[0]
}

const untilDone = (db: Db, id: string) => waitFor('the job to be done', async () => !(await jobOf(db, id)))

const WAYS: [string, Given['work']][] = [
  ['in a transaction', ({ db }, note) => inTransaction(db, (trx) => write(trx, note))],
  [
    'in a session of its own',
    ({ db, signal }, note) =>
      withSession(db, signal, (session) => inTransaction(session.db, (trx) => write(trx, note))),
  ],
]

for (const [how, work] of WAYS) {
  test(`what a lost job writes ${how} is refused as a whole, and the one that has it is not disturbed`, async ({
    db,
    connectionString,
  }) => {
    const lost = await aRunner({ db, connectionString, work })
    const id = await ask(db, how)
    await lost.begun
    await release(db, lost.runner)
    const holder = await aRunner({ db, connectionString, work })
    await holder.begun
    const held = await jobOf(db, id)
    expect(held).toMatchObject({ attempts: 2, locked_by: holder.runner.ids()[0] })

    lost.go()
    expect(await lost.ended).toMatchObject({ name: 'JobLost' })
    expect(await notesOf(db)).not.toContain(how)
    // It has written how its job ended when it has stopped.
    await lost.runner.stop()
    expect(await jobOf(db, id)).toEqual(held)
    holder.go()
    expect(await holder.ended).toBe('done')
    await untilDone(db, id)
    expect((await notesOf(db)).filter((note) => note === how)).toHaveLength(1)
  })
}

test('a lost job that has nothing to write takes neither the job nor its queue from the one that has it', async ({
  db,
  connectionString,
}) => {
  const nothing = async () => undefined
  const lost = await aRunner({ db, connectionString, work: nothing })
  const id = await ask(db, 'nothing')
  await lost.begun
  await release(db, lost.runner)
  const holder = await aRunner({ db, connectionString, work: nothing })
  await holder.begun
  const held = await jobOf(db, id)
  lost.go()
  await lost.ended
  await lost.runner.stop()
  expect(await jobOf(db, id)).toEqual(held)
  holder.go()
  await untilDone(db, id)
  // The queue is free again.
  await untilDone(db, await ask(db, 'the next'))
})

test('a worker that was taken for dead hands back no job that another has begun since', async ({
  db,
  connectionString,
}) => {
  const failing = async () => {
    throw new Error('not now')
  }
  const lost = await aRunner({
    db,
    connectionString,
    work: async ({ signal }) => signal.throwIfAborted(),
  })
  const id = await ask(db, 'handed back')
  await lost.begun
  await release(db, lost.runner)
  const other = await aRunner({ db, connectionString, work: failing })
  await other.begun
  other.go()
  await waitFor('the try that fails', async () => (await jobOf(db, id))?.locked_by === null)
  await other.runner.stop()
  const restarting = lost.runner.restart()
  lost.go()
  await restarting
  expect(await jobOf(db, id)).toMatchObject({ attempts: 2 })
})

test('a job that asks for its successor under its own key may go on', async ({ db, connectionString }) => {
  const runner = await aRunner({
    db,
    connectionString,
    work: ({ db: own }, note) => inTransaction(own, (trx) => write(trx, note)),
  })
  const ask = () => inTransaction(db, (trx) => enqueue(trx, keepNote, { note: 'keyed' }, { key: 'one' }))
  const first = await ask()
  await runner.begun
  const second = await ask()
  expect(second).not.toBe(first)
  await sql`delete from graphile_worker._private_jobs where id = ${second}::bigint`.execute(db)
  runner.go()
  expect(await runner.ended).toBe('done')
  expect(await notesOf(db)).toContain('keyed')
})
