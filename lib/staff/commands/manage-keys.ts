import { recordAudit } from '@/lib/audit/commands'
import { hashToken, newToken } from '@/lib/core/crypto/secrets'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, actorRef, requirePermission } from '../actor'
import type { AddKey } from '../add-key'
import { KEY_PREFIX } from '../queries/find-access'
import { toKeyView } from '../queries/list-keys'
import type { CreatedKey, KeyView } from '../schema'

const HINT_LENGTH = 4

/**
 * Makes an API key. It is in this answer alone: what is stored is its SHA-256 and its last four characters.
 * @throws DomainError `permission.denied`
 */
export async function addKey(db: Db, actor: Actor, input: AddKey): Promise<CreatedKey> {
  requirePermission(actor, 'keys:write')
  return inTransaction(db, async (trx) => {
    const key = `${KEY_PREFIX}${newToken()}`
    const row = await trx
      .insertInto('api_key')
      .values({
        name: input.name,
        role: input.role,
        scopes: [...new Set(input.scopes)],
        key_hash: hashToken(key),
        hint: key.slice(-HINT_LENGTH),
        created_by: actorRef(actor),
        // Milliseconds, which a list's cursor can hold; the database's default has finer ones.
        created_at: new Date(),
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    const view = toKeyView(row)
    await publishChange(trx, { topic: 'keys', id: row.id })
    await recordAudit(trx, actor, {
      action: 'key.created',
      targetKind: 'key',
      target: row.id,
      detail: { after: { name: view.name, role: view.role, scopes: view.scopes } },
    })
    return { ...view, key }
  })
}

/**
 * Makes a key worthless from the next request on. Revoking it again changes nothing.
 * @throws DomainError `permission.denied`, `key.not_found`
 */
export async function revokeKey(db: Db, actor: Actor, keyId: string): Promise<KeyView> {
  requirePermission(actor, 'keys:write')
  return inTransaction(db, async (trx) => {
    const row = await trx.selectFrom('api_key').selectAll().where('id', '=', keyId).forUpdate().executeTakeFirst()
    if (!row) throw notFound('key', keyId)
    if (row.revoked_at) return toKeyView(row)
    const revokedAt = new Date()
    await trx.updateTable('api_key').set({ revoked_at: revokedAt }).where('id', '=', keyId).execute()
    await publishChange(trx, { topic: 'keys', id: keyId })
    await recordAudit(trx, actor, {
      action: 'key.revoked',
      targetKind: 'key',
      target: keyId,
      detail: { before: { name: row.name, role: row.role, scopes: row.scopes } },
    })
    return toKeyView({ ...row, revoked_at: revokedAt })
  })
}
