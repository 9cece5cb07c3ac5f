import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { onTestFinished } from 'vitest'
import { ingestMessages } from '@/lib/community/commands/ingest-messages'
import { addImport } from '@/lib/community/commands/manage-imports'
import type { Db } from '@/lib/core/db/types'
import { startBacktest } from '@/lib/moderation/commands/backtests/start-backtest'
import { cliActor, systemActor } from '@/lib/staff/actor'
import { replayDelivery } from '@/lib/webhooks/commands/replay-delivery'
import { type MessageRow, readMirror, toCsv } from '@/tests/support/community'
import { expect, test } from '@/tests/support/database'
import { aMediaCase, aMediaHost, mediaRow } from '@/tests/support/media'
import { aRule, words } from '@/tests/support/moderation-rules'
import { answering, aReceiver } from '@/tests/support/receiver'
import { blockTables, untilBlocked } from '@/tests/support/table-locks'
import { takeForDead, untilBackAgain } from '@/tests/support/taken-for-dead'
import { waitFor } from '@/tests/support/wait-for'
import { allowLoopback, anEndpoint, deliveryOf, queue } from '@/tests/support/webhooks'
import { startWorkerProcess } from '@/tests/support/worker-process'

allowLoopback()

/** The jobs that have a value in their payload, with the tries that were made of them. */
async function jobsOf(db: Db, value: string) {
  const { rows } = await sql<{ id: string; locked_by: string | null; attempts: number }>`
    select job.id::text, job.locked_by, job.attempts from graphile_worker._private_jobs as job
    where exists (select from json_each_text(job.payload) as field where field.value = ${value}) order by job.id`.execute(
    db,
  )
  return rows
}

test('a delivery that was frozen until it was delivered, and asked for again, says nothing of that later try', async ({
  db,
  connectionString,
}) => {
  const held: ServerResponse[] = []
  const receiver = await aReceiver((response) => void held.push(response))
  onTestFinished(() => receiver.close())
  await anEndpoint(db, receiver.url)
  const frozen = await startWorkerProcess(db, connectionString)
  const [id = ''] = await queue(db, { subject: 'frozen' })
  await waitFor('the first call', async () => receiver.calls.length === 1)
  frozen.signal('SIGSTOP')
  await takeForDead(db, frozen.id)
  const lapsed = new Date(Date.now() - 1_000)
  await db.updateTable('webhook_delivery').set({ lease_until: lapsed }).where('id', '=', id).execute()

  receiver.answer = answering(200)
  const other = await startWorkerProcess(db, connectionString)
  await waitFor('the delivery', async () => (await deliveryOf(db, id)).state === 'delivered')
  receiver.answer = (response) => void held.push(response)
  await replayDelivery(db, cliActor, id)
  await waitFor('the call that was asked for', async () => held.length === 2)
  const sending = await deliveryOf(db, id)
  // The same state and the same number of the try as the frozen worker has in its mind.
  expect(sending).toMatchObject({ state: 'sending', attempts: 1 })

  held[0]?.writeHead(500).end()
  frozen.signal('SIGCONT')
  await untilBackAgain(db, frozen.id)
  expect(await deliveryOf(db, id)).toEqual(sending)
  held[1]?.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"applied"}')
  await waitFor('the delivery', async () => (await deliveryOf(db, id)).state === 'delivered')
  expect(await deliveryOf(db, id)).toMatchObject({ attempts: 1, receiver_status: 'applied', error: null })
  expect(receiver.calls.map((call) => call.id)).toEqual([id, id, id])
  await waitFor('its jobs to be done', async () => (await jobsOf(db, id)).length === 0)
  await frozen.end('SIGTERM')
  await other.end('SIGTERM')
}, 90_000)

test('a frozen try to copy a media counts for nothing when another worker has tried meanwhile', async ({
  db,
  connectionString,
}) => {
  const held: ServerResponse[] = []
  const host = await aMediaHost((_request, response) => void held.push(response))
  const frozen = await startWorkerProcess(db, connectionString)
  const { mediaIds } = await aMediaCase(db, [host.at('/picture.png')])
  const [id = ''] = mediaIds
  await waitFor('the first fetch', async () => held.length === 1)
  frozen.signal('SIGSTOP')
  await takeForDead(db, frozen.id)

  host.answer = (_request, response) => void response.writeHead(503).end()
  const other = await startWorkerProcess(db, connectionString)
  const tried = await waitFor('the other try', async () => {
    const row = await mediaRow(db, id)
    return row.attempts === 1 ? row : undefined
  })
  await waitFor('its job to be done', async () => (await jobsOf(db, id)).every((job) => job.locked_by === null))
  const next = await jobsOf(db, id)
  expect(next).toHaveLength(1)

  held[0]?.writeHead(503).end()
  frozen.signal('SIGCONT')
  await untilBackAgain(db, frozen.id)
  expect(await mediaRow(db, id)).toEqual(tried)
  expect(await jobsOf(db, id)).toEqual(next)
  await frozen.end('SIGTERM')
  await other.end('SIGTERM')
}, 90_000)

const MESSAGE: MessageRow = {
  id: '1',
  member: 'm1',
  channel: 'c1',
  channelName: 'general',
  topic: 'as imported',
  sentAt: '2026-03-01T12:00:00.000Z',
  length: 3,
}

test('an import that was frozen until another worker had done it writes over nothing that came since', async ({
  db,
  connectionString,
  ownerConnectionString,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'guildhall-frozen-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const path = join(folder, 'upload')
  await writeFile(path, toCsv([MESSAGE]))
  const frozen = await startWorkerProcess(db, connectionString)
  // Read whole by then, and not yet merged.
  const unblock = await blockTables(ownerConnectionString, ['origin'])
  const upload = { kind: 'csv', source: 'frozen', fileName: 'messages.csv', bytesTotal: 10, isDryRun: false } as const
  const id = await addImport(db, systemActor, { ...upload, uploadPath: path })
  await untilBlocked(db, 'origin')
  frozen.signal('SIGSTOP')
  await unblock()
  await takeForDead(db, frozen.id)

  const other = await startWorkerProcess(db, connectionString)
  const importRow = () => db.selectFrom('import').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  await waitFor('the import', async () => (await importRow()).status === 'succeeded')
  await waitFor('its job to be done', async () => (await jobsOf(db, id)).length === 0)
  const ended = await importRow()
  const changed = { id: '1', sentAt: new Date(MESSAGE.sentAt), member: { id: 'm1' }, channel: { id: 'c1' } }
  await ingestMessages(db, systemActor, { origin: 'frozen', messages: [{ ...changed, topic: 'as changed since' }] })
  expect(await readMirror(db, 'frozen')).toMatchObject([{ topic: 'as changed since' }])

  frozen.signal('SIGCONT')
  await untilBackAgain(db, frozen.id)
  expect(await readMirror(db, 'frozen')).toMatchObject([{ topic: 'as changed since' }])
  expect(await importRow()).toEqual(ended)
  await frozen.end('SIGTERM')
  await other.end('SIGTERM')
}, 90_000)

test('a backtest that was frozen does not end the one that another worker is in the middle of', async ({
  db,
  connectionString,
  ownerConnectionString,
}) => {
  const ruleId = await aRule(db, 'draft', { when: words('gold') })
  const id = await startBacktest(db, cliActor, { ruleId, file: Buffer.from('text,label\ngold,1\nsilver,0\n') })
  const unblock = await blockTables(ownerConnectionString, ['rule_backtest_file'])
  const frozen = await startWorkerProcess(db, connectionString)
  await untilBlocked(db, 'rule_backtest_file')
  frozen.signal('SIGSTOP')
  await takeForDead(db, frozen.id)

  const other = await startWorkerProcess(db, connectionString)
  await untilBlocked(db, 'rule_backtest_file', 2)
  other.signal('SIGSTOP')
  await unblock()
  const backtest = () => db.selectFrom('rule_backtest').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const running = await backtest()
  const jobs = await jobsOf(db, id)
  expect(running).toMatchObject({ state: 'running', tries: 2 })
  expect(jobs).toMatchObject([{ attempts: 2, locked_by: expect.any(String) }])

  frozen.signal('SIGCONT')
  await untilBackAgain(db, frozen.id)
  expect(await backtest()).toEqual(running)
  expect(await jobsOf(db, id)).toEqual(jobs)
  other.signal('SIGCONT')
  await waitFor('its end', async () => (await backtest()).state === 'done')
  expect(await backtest()).toMatchObject({ tries: 2, rows_done: 2 })
  await waitFor('its job to be done', async () => (await jobsOf(db, id)).length === 0)
  await frozen.end('SIGTERM')
  await other.end('SIGTERM')
}, 90_000)
