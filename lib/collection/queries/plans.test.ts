import { Kysely, PostgresDialect, sql } from 'kysely'
import { createPool } from '@/lib/core/db/client'
import type { DB } from '@/lib/core/db/schema.generated'
import type { Db } from '@/lib/core/db/types'
import { aSource } from '@/tests/support/collection'
import { expect, test } from '@/tests/support/database'
import { closeAbandonedRuns } from '../commands/renew-leases'
import { getFreshness } from './get-freshness'
import { getHealth } from './get-health'
import { findRunningRun, getRunDetail, listRuns } from './runs'
import { listSources } from './sources'

const RUNS = 40_000

/** Years of runs of four sources, of which few went wrong. */
async function fill(db: Db): Promise<string[]> {
  const ids = await Promise.all([1, 2, 3, 4].map(() => aSource(db, { seconds: 1_800 })))
  await sql`
    insert into collection_run (source_id, slot, trigger, status, interval_seconds, started_at, finished_at, samples)
    select (${ids}::uuid[])[n % 4 + 1], to_timestamp(1400000000 + n / 4 * 1800),
      case when n % 5000 = 0 then 'catch-up' else 'schedule' end,
      case when n % 7000 = 0 then 'failed' when n % 900 = 0 then 'missed' else 'succeeded' end,
      1800, to_timestamp(1400000000 + n / 4 * 1800), to_timestamp(1400000001 + n / 4 * 1800), 10
    from generate_series(1, ${RUNS}::int) as n`.execute(db)
  return ids
}

test('no page reads all runs, however many years are kept', async ({ db, ownerDb, connectionString }) => {
  const [source = ''] = await fill(db)
  await sql`vacuum analyze collection_run`.execute(ownerDb)
  const statements: { sql: string; parameters: readonly unknown[] }[] = []
  const pool = createPool(connectionString, 4)
  const watched = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    log: ({ query }) => {
      statements.push({ sql: query.sql, parameters: query.parameters })
    },
  })
  const window = { from: '2020-01-01T00:00:00Z', to: '2020-02-01T00:00:00Z' }
  const first = await listRuns(watched, { limit: 50 })
  await listRuns(watched, { limit: 50, after: first.next ?? '' })
  await listRuns(watched, { limit: 50, source })
  await listRuns(watched, { limit: 50, status: 'failed' })
  await listRuns(watched, { limit: 50, source, status: 'failed' })
  await listRuns(watched, { limit: 50, trigger: 'catch-up' })
  await listRuns(watched, { limit: 50, source, ...window })
  await getRunDetail(watched, first.items[0]?.id ?? '')
  await findRunningRun(watched, source)
  await listSources(watched, { limit: 50 })
  await getFreshness(watched)
  await getHealth(watched)
  await closeAbandonedRuns(watched)
  await pool.end()

  const about = statements.filter((statement) => statement.sql.includes('collection_run'))
  expect(about.length).toBeGreaterThan(12)
  for (const statement of about) {
    const plan = await explain(db, statement)
    expect(plan, statement.sql).not.toMatch(/Seq Scan on collection_run/)
  }
}, 60_000)

async function explain(db: Db, statement: { sql: string; parameters: readonly unknown[] }): Promise<string> {
  const { rows } = await db.executeQuery<{ 'QUERY PLAN': string }>({
    ...sql`select`.compile(db),
    sql: `explain ${statement.sql}`,
    parameters: statement.parameters,
  })
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}
