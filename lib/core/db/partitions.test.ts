import { sql } from 'kysely'
import { expect, test } from '@/tests/support/database'
import { ensurePartitions } from './partitions'

test('partitions that many ask for in the same moment are made once', async ({ db }) => {
  for (let year = 2000; year < 2010; year += 1) {
    const first = new Date(Date.UTC(year, 0, 1))
    const last = new Date(Date.UTC(year, 2, 31))
    await Promise.all(Array.from({ length: 8 }, () => ensurePartitions(db, 'sample', first, last)))
  }
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from pg_inherits
    where inhparent = 'sample'::regclass and inhrelid::regclass::text like 'sample_200%'`.execute(db)
  expect(rows).toEqual([{ n: 30 }])
})
