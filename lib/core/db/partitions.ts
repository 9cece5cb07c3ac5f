import { sql } from 'kysely'
import type { Db } from './types'

export const PARTITIONED_TABLES = ['message', 'attendance', 'sample', 'rollup_quarter'] as const
export type PartitionedTable = (typeof PARTITIONED_TABLES)[number]

/**
 * Makes the monthly partitions (UTC) that rows between two instants need, where they are missing. Call it before the
 * transaction that writes the rows: made within it, the partition's lock would last until its commit.
 */
export async function ensurePartitions(db: Db, table: PartitionedTable, first: Date, last: Date): Promise<void> {
  await sql`select ensure_month_partitions(${table}::regclass, ${first}::timestamptz, ${last}::timestamptz)`.execute(db)
}

/** Drops the partitions that end at or before an instant and answers how many; their rows are gone at once. */
export async function dropPartitionsBefore(db: Db, table: PartitionedTable, before: Date): Promise<number> {
  const { rows } = await sql<{ dropped: number }>`
    select drop_month_partitions(${table}::regclass, ${before}::timestamptz) as dropped`.execute(db)
  return rows[0]?.dropped ?? 0
}
