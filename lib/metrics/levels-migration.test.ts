import { sql } from 'kysely'
import { up } from '@/db/migrations/20261129190000-metric-levels'
import type { Db } from '@/lib/core/db/types'
import { expect, test } from '@/tests/support/database'
import { fillDemo, listAnswers } from '@/tests/support/demo-answers'

const MEASURED = ['sample', 'rollup_quarter', 'rollup_hour', 'rollup_day']

/** Where each row of what was measured lies and by which transaction it was written: another one would be a rewrite. */
async function readRows(db: Db): Promise<unknown[]> {
  const read = MEASURED.map(async (table) => {
    const { rows } = await sql`
      select ${table}::text as name, tableoid::regclass::text as part, pg_relation_filenode(tableoid) as file, count(*)::int as n,
        md5(string_agg(concat_ws(' ', ctid, xmin, stored::text), ',' order by ctid)) as digest
      from ${sql.table(table)} as stored group by tableoid order by part`.execute(db)
    return rows
  })
  return (await Promise.all(read)).flat()
}

test('levels come from the labels, nothing that was measured is rewritten, and every answer is what it was before', {
  timeout: 300_000,
}, async ({ ownerDb: db }) => {
  await fillDemo(db)
  // As it was before the migration.
  await sql`drop index series_level`.execute(db)
  await sql`alter table series drop column level`.execute(db)
  await sql`drop function label_names(jsonb)`.execute(db)
  await sql`alter table metric drop column is_counted`.execute(db)
  const before = await readRows(db)
  expect(before.length).toBeGreaterThan(MEASURED.length)
  await up(db as never)
  expect(await readRows(db)).toEqual(before)

  const { rows } = await sql<{
    labels: Record<string, string>
    level: string[]
  }>`select labels, level from series`.execute(db)
  expect(rows.filter(({ level }) => level.length > 0).length).toBeGreaterThan(10)
  for (const { labels, level } of rows) expect(level).toEqual(Object.keys(labels).toSorted())

  // Recorded by the version before this migration, on the same community.
  await expect(`${(await listAnswers(db)).join('\n')}\n`).toMatchFileSnapshot('queries/answers/demo.txt')
})
