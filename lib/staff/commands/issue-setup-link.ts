import { sql } from 'kysely'
import { recordAudit } from '@/lib/audit/commands'
import { hashToken, newToken } from '@/lib/core/crypto/secrets'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { env } from '@/lib/core/env'
import { systemActor } from '../actor'
import { hasOperator } from '../queries/has-operator'

const SETUP_LIFE_MS = 24 * 60 * 60 * 1_000

/**
 * A link with which the first operator makes their account, or null where an operator exists. Only the newest link works:
 * earlier ones are revoked. Its token stands after the `#`, which browsers send to no server, so that no log ever holds it.
 */
export async function issueSetupLink(db: Db): Promise<string | null> {
  return inTransaction(db, async (trx) => {
    await lockSetup(trx)
    if (await hasOperator(trx)) return null
    await trx
      .updateTable('invitation')
      .set({ revoked_at: new Date() })
      .where('kind', '=', 'setup')
      .where('used_at', 'is', null)
      .where('revoked_at', 'is', null)
      .execute()
    const token = newToken()
    const { id } = await trx
      .insertInto('invitation')
      .values({
        kind: 'setup',
        role: 'operator',
        token_hash: hashToken(token),
        expires_at: new Date(Date.now() + SETUP_LIFE_MS),
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await recordAudit(trx, systemActor, { action: 'setup_link.issued', targetKind: 'invitation', target: id })
    return `${env().url}/setup#${token}`
  })
}

/** Issuing and using set-up links take turns, so that there is never a second first operator. */
export const lockSetup = (trx: Trx) => sql`select pg_advisory_xact_lock(hashtext('setup'))`.execute(trx)
