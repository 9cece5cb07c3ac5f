import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { env } from '@/lib/core/env'
import { conflict, notFound } from '@/lib/core/errors'
import { makeLink, revokeLinks } from '@/lib/core/links/links'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, actorRef, requirePermission } from '../actor'
import { invitationLinks } from '../links'
import { toInvitationView } from '../queries/list-invitations'
import { findStaffByEmail } from '../queries/list-staff'
import type { InvitationView, InviteStaff } from '../schema'

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
    if (await findStaffByEmail(trx, input.email)) throw emailTakenError()
    await revokeOpen(trx, input.email)
    // Milliseconds, which a list's cursor can hold; the database's default has finer ones.
    const createdAt = new Date()
    const createdBy = actorRef(actor)
    const row = await trx
      .insertInto('invitation')
      .values({
        kind: 'invitation',
        email: input.email,
        name: input.name ?? null,
        role: input.role,
        created_by: createdBy,
        created_at: createdAt,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    const { secret, expiresAt } = await makeLink(trx, invitationLinks, { subjectId: row.id, createdBy })
    await publishChange(trx, { topic: 'staff', id: row.id })
    await recordAudit(trx, actor, {
      action: 'invitation.created',
      targetKind: 'invitation',
      target: row.id,
      detail: { after: { email: input.email, role: input.role } },
    })
    return {
      invitation: toInvitationView({ ...row, expires_at: expiresAt }),
      link: `${env().url}/invitation#${secret}`,
    }
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
      .selectFrom('invitation')
      .select(['email', 'role'])
      .where('id', '=', invitationId)
      .where('kind', '=', 'invitation')
      .executeTakeFirst()
    if (!row || (await revokeLinks(trx, invitationLinks, [invitationId])) === 0)
      throw notFound('invitation', invitationId)
    await publishChange(trx, { topic: 'staff', id: invitationId })
    await recordAudit(trx, actor, {
      action: 'invitation.revoked',
      targetKind: 'invitation',
      target: invitationId,
      detail: { before: row },
    })
  })
}

export const emailTakenError = () => conflict('staff.email_taken', 'A staff member already has this e-mail address.')

async function revokeOpen(trx: Trx, email: string): Promise<void> {
  const earlier = await trx
    .selectFrom('invitation')
    .select('id')
    .where('kind', '=', 'invitation')
    .where('email', '=', email)
    .execute()
  await revokeLinks(
    trx,
    invitationLinks,
    earlier.map(({ id }) => id),
  )
}
