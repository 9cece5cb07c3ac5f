import { sql } from 'kysely'
import type { Trx } from '../db/types'
import type { Change } from './topics'

export const CHANGE_CHANNEL = 'guildhall_change'

/**
 * Announces a change to every web process and worker when, and only when, the transaction commits. Postgres folds equal
 * announcements of one transaction into one.
 */
export async function publishChange(trx: Trx, change: { topic: Change['topic']; id?: string | number }): Promise<void> {
  const payload: Change = { topic: change.topic, id: change.id === undefined ? null : String(change.id) }
  await sql`select pg_notify(${CHANGE_CHANNEL}, ${JSON.stringify(payload)})`.execute(trx)
}
