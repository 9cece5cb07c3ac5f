import { sql } from 'kysely'
import type { Db } from '@/lib/core/db/types'

/** `table.column` of everything that can hold words or bytes; partitions are reached through their parents. */
export async function listWordColumns(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select case table_schema when 'public' then '' else table_schema || '.' end || table_name || '.' || column_name as name
    from information_schema.columns join pg_class on relname = table_name and relnamespace::regnamespace::text = table_schema
    where table_schema in ('public', 'graphile_worker') and relkind in ('r', 'p') and not relispartition
      and table_name !~ '^kysely_' and data_type in ('text', 'json', 'jsonb', 'bytea', 'tsvector', 'ARRAY', 'character varying')
    order by 1`.execute(db)
  return rows.map(({ name }) => name)
}

/** The columns in which a text stands, as itself or within something, or one of some hashes. By name. */
export async function findEverywhere(db: Db, text: string, hashes: readonly Buffer[] = []): Promise<string[]> {
  const texts = [text, ...[Buffer.from(text), ...hashes].map((bytes) => bytes.toString('hex'))]
  const found: string[] = []
  for (const name of await listWordColumns(db)) {
    const parts = name.split('.')
    const [table, column] = [parts.slice(0, -1).join('.'), parts.at(-1) ?? '']
    const value = sql.ref(column)
    const { rows } = await sql`
      select from ${sql.table(table)}
      where exists (select from unnest(${texts}::text[]) as one where position(one in ${value}::text) > 0) limit 1`.execute(
      db,
    )
    if (rows.length > 0) found.push(name)
  }
  return found.toSorted()
}
