import { type RawBuilder, sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'

/** Tables of the log that nobody may change. */
const GUARDED = ['audit_entry', 'audit_detail', 'audit_format', 'audit_floor']

/** Runs statements past the guards, as somebody would who owns the tables and means harm. */
export async function pastTheGuards(ownerDb: Db, ...statements: RawBuilder<unknown>[]): Promise<void> {
  await inTransaction(ownerDb, async (trx) => {
    for (const table of GUARDED) await sql`alter table ${sql.table(table)} disable trigger user`.execute(trx)
    for (const statement of statements) await statement.execute(trx)
    for (const table of GUARDED) await sql`alter table ${sql.table(table)} enable trigger user`.execute(trx)
  })
}

/** A log without entries, free of its foreign key, as a vandal would have it. */
export async function emptyAuditLog(ownerDb: Db): Promise<void> {
  await sql`alter table audit_detail drop constraint if exists audit_detail_entry_id_fkey`.execute(ownerDb)
  await pastTheGuards(
    ownerDb,
    sql`truncate audit_entry, audit_detail, audit_floor`,
    sql`update audit_format set from_id = 1`,
  )
}
