import { createPool } from '@/lib/core/db/client'
import type { Db } from '@/lib/core/db/types'
import { expect, test } from '@/tests/support/database'
import { fillMetrics } from '@/tests/support/filled-metrics'
import { METRICS_QUERIES } from '@/tests/support/metrics-queries'
import { findLargeScans, formatStatements, noteStatements } from '@/tests/support/sql-snapshot'
import { calendars } from './buckets'

/** A table of so many rows is not read from end to end for a page. */
const LARGE = 20_000

let filling: Promise<void> | undefined

const filled = (db: Db, ownerDb: Db): Promise<void> => {
  filling ??= fillMetrics(db, ownerDb)
  return filling
}

for (const [name, ask] of Object.entries(METRICS_QUERIES)) {
  test(`${name} reads no large table from end to end, and its SQL is the recorded one`, async ({
    db,
    ownerDb,
    connectionString,
  }) => {
    await filled(db, ownerDb)
    const pool = createPool(connectionString)
    try {
      const noted = noteStatements(pool)
      // As in a process that has answered nothing yet.
      calendars.clear()
      await ask(noted.db)
      const statements = noted.take()
      expect(await findLargeScans(pool, statements, LARGE)).toEqual([])
      await expect(formatStatements(statements)).toMatchFileSnapshot(`sql/${name}.sql`)
    } finally {
      await pool.end()
    }
  }, 60_000)
}
