import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JobHelpers } from 'graphile-worker'
import { sql } from 'kysely'
import { onTestFinished } from 'vitest'
import { recordHead } from '@/lib/audit/record-head'
import { registerWorker } from '@/lib/collection/commands/heartbeat'
import { startManualRun } from '@/lib/collection/commands/start-manual-run'
import { ingestMessages } from '@/lib/community/commands/ingest-messages'
import { addImport } from '@/lib/community/commands/manage-imports'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { emitAll } from '@/lib/core/events/emit'
import { log } from '@/lib/core/log'
import { startBacktest } from '@/lib/moderation/commands/backtests/start-backtest'
import { cliActor, systemActor } from '@/lib/staff/actor'
import { aSource } from '@/tests/support/collection'
import { toCsv } from '@/tests/support/community'
import { anEvent, aRegistry, hearing } from '@/tests/support/consumed-events'
import { expect, test } from '@/tests/support/database'
import { aMediaCase, aMediaHost, aPicture, sending } from '@/tests/support/media'
import { aCase } from '@/tests/support/moderation'
import { aRule, words } from '@/tests/support/moderation-rules'
import { aReceiver } from '@/tests/support/receiver'
import { allowLoopback, anEndpoint, queue } from '@/tests/support/webhooks'
import { toTaskList } from './job-runner'
import type { Scheduler } from './scheduler'
import { listTasks, OUTBOUND_TASKS } from './tasks'

allowLoopback()

const DAY_MS = 86_400_000
const WORKER = '00000000-0000-4000-8000-000000000001'
const TASKS = [...listTasks({ scheduler: {} as Scheduler, workerId: WORKER }), ...OUTBOUND_TASKS]

/** A job that this worker has no more: others have taken it up, and ended it. */
const LOST = { id: '0', attempts: 1, locked_by: 'pool-of-nobody', locked_at: new Date('2026-06-01T00:00:00Z') }

async function carryOutLost(db: Db, name: string, payload: unknown): Promise<void> {
  const { signal } = new AbortController()
  const task = toTaskList(TASKS, { db, log, signal, handedBack: [] })[name]
  if (!task) throw new Error(`there is no task ${name}`)
  await task(payload, { job: LOST } as unknown as JobHelpers)
}

/** Everything that is stored, jobs too, as one text for each table. */
async function everything(db: Db): Promise<Map<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select oid::regclass::text as name from pg_class
    where relkind in ('r', 'p') and not relispartition and (relnamespace = 'public'::regnamespace
      or oid = 'graphile_worker._private_jobs'::regclass)
      and has_table_privilege(oid, 'select') order by 1`.execute(db)
  const found = new Map<string, string>()
  for (const { name } of tables) {
    const { rows } = await sql<{ text: string | null }>`
      select string_agg(line, E'\n' order by line) as text from (select self::text as line from ${sql.table(name)} as self) as lines`.execute(
      db,
    )
    found.set(name, rows[0]?.text ?? '')
  }
  return found
}

async function someMessages(db: Db, days = 95): Promise<number> {
  const origin = `origin of ${crypto.randomUUID()}`
  const message = { id: '1', sentAt: new Date(Date.now() - days * DAY_MS), member: { id: 'm' }, channel: { id: 'c' } }
  await ingestMessages(db, systemActor, { origin, messages: [{ ...message, text: 'an old text' }] })
  const members = db.selectFrom('member').innerJoin('origin', 'origin.id', 'member.origin_id')
  return (await members.select('member.id').where('origin.name', '=', origin).executeTakeFirstOrThrow()).id
}

async function aQueuedImport(db: Db): Promise<{ importId: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'guildhall-refused-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const path = join(folder, 'upload')
  await writeFile(path, toCsv(['1,m,c,general,,2026-03-01T12:00:00.000Z,3']))
  const input = { kind: 'csv', source: 'refused', fileName: 'messages.csv', bytesTotal: 10, isDryRun: false } as const
  return { importId: await addImport(db, systemActor, { ...input, uploadPath: path }) }
}

async function aWaitingBacktest(db: Db): Promise<{ backtestId: string }> {
  const ruleId = await aRule(db, 'draft', { when: words('gold') })
  return { backtestId: await startBacktest(db, cliActor, { ruleId, file: Buffer.from('text,label\ngold,1\n') }) }
}

async function aDueDelivery(db: Db): Promise<{ deliveryId: string }> {
  const receiver = await aReceiver()
  onTestFinished(() => receiver.close())
  await anEndpoint(db, receiver.url)
  const [deliveryId = ''] = await queue(db, { subject: crypto.randomUUID() })
  return { deliveryId }
}

/** What each job finds to do; the ones that are left out make what is missing, and nothing where it is there. */
const CASES: Record<string, [what: string, prepare: (db: Db) => Promise<unknown>]> = {
  'apply-retention': ['texts', async (db) => void (await someMessages(db))],
  'backtest-rule': ['a backtest', aWaitingBacktest],
  backfill: ['a mirror', async (db) => void (await someMessages(db, 10))],
  'collect-source': [
    'a run',
    async (db) => {
      await registerWorker(db, { id: crypto.randomUUID(), host: 'test', pid: 1, version: '0' })
      return { runId: await startManualRun(db, cliActor, { sourceId: await aSource(db) }) }
    },
  ],
  'count-new-metrics': [
    'cases that nobody counted',
    async (db) => {
      await aCase(db)
      await sql`update metric set is_counted = false`.execute(db)
    },
  ],
  'deliver-webhook': ['a delivery', aDueDelivery],
  'erase-messages': ['texts', async (db) => ({ memberIds: [await someMessages(db, 10)] })],
  'import-file': ['an upload', aQueuedImport],
  'keep-media': [
    'a picture',
    async (db) => {
      const host = await aMediaHost(sending(aPicture()))
      const { mediaIds } = await aMediaCase(db, [host.at('/picture.png')])
      return { mediaId: mediaIds[0] }
    },
  ],
  'rebuild-days': ['a mirror', async (db) => void (await someMessages(db, 10))],
  'recount-days': ['a touched day', async (db) => void (await someMessages(db, 10))],
  'report-refusals': [
    'attempts that had to wait',
    async (db) => {
      const at = new Date(Date.now() - 3_600_000)
      await db
        .insertInto('throttle_refusal')
        .values({
          key: `address:${crypto.randomUUID()}`,
          code: 'sign_in.refused',
          attempts: 3,
          first_at: at,
          last_at: at,
        })
        .execute()
    },
  ],
  'rescore-reporters': [
    'a case',
    async (db) => {
      const caseId = await aCase(db)
      await sql`update moderation_case set severity = 1, weight = 99 where id = ${caseId}`.execute(db)
      const reports = db.selectFrom('moderation_report').select('reporter_id').where('case_id', '=', caseId)
      return { memberIds: [(await reports.executeTakeFirstOrThrow()).reporter_id] }
    },
  ],
  'roll-up': ['a touched quarter', async (db) => void (await someMessages(db, 10))],
  'send-audit-head': [
    'the newest entry',
    async (db) => {
      const receiver = await aReceiver()
      onTestFinished(() => receiver.close())
      await anEndpoint(db, receiver.url, ['audit.head'])
      await recordHead(db)
    },
  ],
  'sweep-backtests': [
    'a lost backtest',
    async (db) => {
      const { backtestId } = await aWaitingBacktest(db)
      await sql`delete from graphile_worker._private_jobs where payload ->> 'backtestId' = ${backtestId}`.execute(db)
      await sql`update rule_backtest set created_at = now() - interval '1 hour' where id = ${backtestId}`.execute(db)
    },
  ],
  'sweep-events': [
    'an event without its job',
    async (db) => {
      await inTransaction(db, (trx) => emitAll(trx, aRegistry(hearing()), [anEvent('of a lost job')]))
      await sql`delete from graphile_worker._private_jobs where key like 'event:%'`.execute(db)
      await sql`update event_delivery set due_at = now() - interval '1 hour'`.execute(db)
    },
  ],
  'sweep-deliveries': [
    'a lost delivery',
    async (db) => {
      const { deliveryId } = await aDueDelivery(db)
      await sql`delete from graphile_worker._private_jobs where payload ->> 'deliveryId' = ${deliveryId}`.execute(db)
      await sql`update webhook_delivery set next_at = now() - interval '1 hour' where id = ${deliveryId}`.execute(db)
    },
  ],
  'touch-rows': [
    'a case',
    async (db) => {
      await aCase(db)
      const at = new Date(Date.now() - 86_400_000).toISOString()
      return { relation: 'case_opening', rows: [{ at, labels: { item_type: 'message' } }] }
    },
  ],
}

/** One only makes tables that are missing; of the other tests/faults/killed-consumer.test.ts shows that it writes once. */
const SHOWN_ELSEWHERE = ['keep-partitions', 'consume-event']

test('every durable job has its case here, but those that are shown otherwise', () => {
  expect([...Object.keys(CASES), ...SHOWN_ELSEWHERE].sort()).toEqual(TASKS.map(({ task }) => task.name).sort())
})

for (const [name, [what, prepare]] of Object.entries(CASES)) {
  test(`${name}, which another worker has taken up, commits nothing of ${what}`, async ({ db }) => {
    const payload = (await prepare(db)) ?? {}
    const before = await everything(db)
    await expect(carryOutLost(db, name, payload)).rejects.toMatchObject({ name: 'JobLost' })
    expect(await everything(db)).toEqual(before)
  })
}
