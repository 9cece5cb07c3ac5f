import { sql } from 'kysely'
import { Client } from 'pg'
import type { Db } from '@/lib/core/db/types'
import { waitFor } from './wait-for'

/** Locks tables, so that whoever reads them stands still in the middle of it; what is answered lets go of them. */
export async function blockTables(connectionString: string, tables: readonly string[]): Promise<() => Promise<void>> {
  const client = new Client({ connectionString })
  await client.connect()
  await client.query('begin')
  await client.query(`lock table ${tables.join(', ')} in access exclusive mode`)
  return async () => {
    await client.query('rollback')
    await client.end()
  }
}

/** Waits until so many statements wait for a table that is locked. */
export async function untilBlocked(db: Db, table: string, statements = 1): Promise<void> {
  await waitFor(`statements that wait for ${table}`, async () => {
    const { rows } = await sql<{ waiting: number }>`
      select count(*)::int as waiting from pg_locks
      where relation = ${table}::regclass and database = (select oid from pg_database where datname = current_database())
        and not granted`.execute(db)
    return (rows[0]?.waiting ?? 0) >= statements
  })
}
