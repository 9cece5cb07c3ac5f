import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { OTHER } from '../terms'

/** What people call label values; channels and spaces are labelled by our ids and shown by their latest names. */
export async function findLabelNames(
  db: ReadDb,
  label: string | null,
  values: readonly string[],
): Promise<Map<string, string>> {
  const names = new Map(values.map((value) => [value, value === OTHER ? 'Other' : value]))
  const ids = values.filter((value) => /^\d{1,18}$/.test(value))
  if ((label === 'channel' || label === 'space') && ids.length > 0) {
    const { rows } = await sql<{ id: string; name: string }>`
      select id::text as id, name from ${sql.table(label)} where id = any(${ids}::bigint[])`.execute(db)
    for (const row of rows) names.set(row.id, row.name)
  }
  return names
}
