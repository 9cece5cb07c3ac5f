import { recordAudit } from '@/lib/audit/commands'
import { hashToken, newToken } from '@/lib/core/crypto/secrets'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { env } from '@/lib/core/env'
import { conflict, notFound } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, actorRef, requirePermission } from '../actor'
import { toInvitationView } from '../queries/list-invitations'
import { findStaffByEmail } from '../queries/list-staff'
import type { InvitationView, InviteStaff } from '../schema'

const INVITATION_LIFE_MS = 7 * 24 * 60 * 60 * 1_000

/**
 * Makes a link with which one person joins the staff in the given role; good for 7 days and for one use. An earlier one for
 * the same address is revoked. The link is in this answer alone: what is stored is its hash.
 * @throws DomainError `permission.denied`, `staff.email_taken` (conflict)
 */
export async function inviteStaff(
  db: Db,
  actor: Actor,
  input: InviteStaff,
): Promise<{ invitation: InvitationView; link: string }> {
  requirePermission(actor, 'staff:write')
  return inTransaction(db, async (trx) => {
    if (await findStaffByEmail(trx, input.email)) throw emailTaken()
    await revokeOpen(trx, input.email)
    const token = newToken()
    // Milliseconds, which a list's cursor can hold; the database's default has finer ones.
    const now = new Date()
    const row = await trx
      .insertInto('invitation')
      .values({
        kind: 'invitation',
        email: input.email,
        name: input.name ?? null,
        role: input.role,
        token_hash: hashToken(token),
        created_by: actorRef(actor),
        created_at: now,
        expires_at: new Date(now.getTime() + INVITATION_LIFE_MS),
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await publishChange(trx, { topic: 'staff', id: row.id })
    await recordAudit(trx, actor, {
      action: 'invitation.created',
      targetKind: 'invitation',
      target: row.id,
      detail: { after: { email: input.email, role: input.role } },
    })
    return { invitation: toInvitationView(row), link: `${env().url}/invitation#${token}` }
  })
}

/**
 * Makes an open invitation worthless.
 * @throws DomainError `permission.denied`, `invitation.not_found` (also where it was used or revoked before)
 */
export async function revokeInvitation(db: Db, actor: Actor, invitationId: string): Promise<void> {
  requirePermission(actor, 'staff:write')
  await inTransaction(db, async (trx) => {
    const row = await trx
      .updateTable('invitation')
      .set({ revoked_at: new Date() })
      .where('id', '=', invitationId)
      .where('kind', '=', 'invitation')
      .where('used_at', 'is', null)
      .where('revoked_at', 'is', null)
      .returning(['email', 'role'])
      .executeTakeFirst()
    if (!row) throw notFound('invitation', invitationId)
    await publishChange(trx, { topic: 'staff', id: invitationId })
    await recordAudit(trx, actor, {
      action: 'invitation.revoked',
      targetKind: 'invitation',
      target: invitationId,
      detail: { before: row },
    })
  })
}

export const emailTaken = () => conflict('staff.email_taken', 'Somebody of the staff has this e-mail address already.')

const revokeOpen = (trx: Trx, email: string) =>
  trx
    .updateTable('invitation')
    .set({ revoked_at: new Date() })
    .where('kind', '=', 'invitation')
    .where('email', '=', email)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute()
