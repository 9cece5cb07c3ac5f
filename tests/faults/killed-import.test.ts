import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll } from 'vitest'
import type { Db } from '@/lib/core/db/types'
import { importCsv, type MessageRow, toCsv } from '@/tests/support/community'
import { expect, test } from '@/tests/support/database'

const MESSAGES = 60_000
const MONTHS = 12

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guildhall-killed-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const rows = Array.from(
  { length: MESSAGES },
  (_, n): MessageRow => ({
    id: String(n),
    member: `m${n % 300}`,
    channel: `c${n % 7}`,
    channelName: `channel ${n % 7}`,
    topic: '',
    sentAt: new Date(Date.UTC(2020, n % MONTHS, 1 + (n % 28), n % 24)).toISOString(),
    length: n % 100,
  }),
)

test('an import that is killed in the middle and run again ends as if it had run once', async ({
  db,
  connectionString,
}) => {
  const csv = toCsv(rows)
  const path = join(folder, 'messages.csv')
  await writeFile(path, csv)
  const child = spawn(
    process.execPath,
    ['cli/guildhall.mjs', 'import', 'csv', path, '--source', 'killed', '--no-backfill'],
    { env: { ...process.env, DATABASE_URL: connectionString }, stdio: 'ignore' },
  )
  const exited = once(child, 'exit')
  await untilSomeAreIn(db)
  child.kill('SIGKILL')
  await exited
  const inBetween = await count(db)
  expect(inBetween).toBeGreaterThan(0)
  expect(inBetween).toBeLessThan(MESSAGES)

  const { counts } = await importCsv(db, 'killed', csv)
  expect(counts).toMatchObject({ new: MESSAGES - inBetween, changed: 0, unchanged: inBetween })
  expect(await count(db)).toBe(MESSAGES)
  const { rows: months } = await sql<{ n: number }>`
    select count(*) as n from message group by date_trunc('month', sent_at, 'UTC')`.execute(db)
  expect(months.map(({ n }) => n)).toEqual(Array(MONTHS).fill(MESSAGES / MONTHS))
  const { rows: days } = await sql<{ wrong: number }>`
    with real as (select distinct member_id, (sent_at at time zone 'UTC')::date as day from message),
    kept as (select member_id, sum(bit_count(days)) as n from activity group by 1)
    select count(*)::int as wrong from (select member_id, count(*) as n from real group by 1) as once
    full join kept using (member_id) where once.n is distinct from kept.n`.execute(db)
  expect(days).toEqual([{ wrong: 0 }])
}, 180_000)

const count = async (db: Db): Promise<number> =>
  Number((await db.selectFrom('message_key').select(db.fn.countAll().as('n')).executeTakeFirstOrThrow()).n)

async function untilSomeAreIn(db: Db): Promise<void> {
  while ((await count(db)) === 0) await delay(5)
}
