import { sql } from 'kysely'
import { recordAudit } from '@/lib/audit/commands'
import { hashPassword } from '@/lib/core/crypto/password'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, ReadDb, Trx } from '@/lib/core/db/types'
import { conflict, invalid } from '@/lib/core/errors'
import { checkLink, type Link } from '@/lib/core/links/check-link'
import { useLink } from '@/lib/core/links/links'
import { linkError } from '@/lib/core/links/purpose'
import { publishChange } from '@/lib/core/realtime/publish'
import { invitationLinks } from '../links'
import { hasOperator } from '../queries/has-operator'
import { normalizeEmail, passwordProblem } from '../rules'
import { type AcceptInvitation, type OpenInvitation, openInvitation, roleSchema, type StaffSummary } from '../schema'
import { emailTakenError } from './invite-staff'
import { lockSetup } from './issue-setup-link'

/**
 * What a set-up or invitation link offers; looking changes nothing.
 * @throws DomainError `invitation.unknown` (not found), `invitation.used`, `invitation.expired` (conflict)
 */
export async function lookUpInvitation(db: ReadDb, token: string): Promise<OpenInvitation> {
  return openInvitation.parse(await findInvitation(db, await checkLink(db, invitationLinks, token)))
}

/**
 * Makes the account that a link offers, once: of two who use it together one gets it. Answers the new person.
 * @throws DomainError as `lookUpInvitation`; `input.invalid` with the field; `staff.email_taken`, `setup.done` (conflict);
 *   `server.busy` (unavailable)
 */
export async function acceptInvitation(
  db: Db,
  visitor: { address: string | null },
  input: AcceptInvitation,
): Promise<StaffSummary> {
  // Looked up before the costly hash, so that only holders of a link can cause one; decided again under the lock.
  const offered = await lookUpInvitation(db, input.token)
  const email = emailFor(offered, input)
  const weakness = passwordProblem(input.password, email)
  if (weakness) throw invalid('password', weakness, 'password.weak')
  const passwordHash = await hashPassword(input.password)
  return inTransaction(db, async (trx) => {
    if (offered.kind === 'setup') await lockSetup(trx)
    const invitation = await findInvitation(trx, await useLink(trx, invitationLinks, input.token))
    if (invitation.kind === 'setup' && (await hasOperator(trx))) throw setupDone()
    const person = await insertStaff(trx, { email, name: input.name, role: invitation.role, passwordHash })
    await recordAudit(
      trx,
      { kind: 'staff', id: person.id, address: visitor.address },
      {
        action: 'staff.joined',
        targetKind: 'staff',
        target: person.id,
        detail: { invitation: invitation.id, after: { email, name: person.name, role: person.role } },
      },
    )
    return person
  })
}

/** @throws DomainError `staff.email_taken` (conflict) */
export async function insertStaff(
  trx: Trx,
  person: { email: string; name: string; role: string; passwordHash: string | null },
): Promise<StaffSummary> {
  const row = await trx
    .insertInto('staff')
    .values({ email: person.email, name: person.name, role: person.role, password_hash: person.passwordHash })
    .onConflict((on) => on.expression(sql`lower(email)`).doNothing())
    .returning(['id', 'email', 'name', 'role'])
    .executeTakeFirst()
  if (!row) throw emailTakenError()
  await publishChange(trx, { topic: 'staff', id: row.id })
  return { ...row, role: roleSchema.parse(row.role) }
}

function emailFor(offered: OpenInvitation, input: AcceptInvitation): string {
  const email = offered.email ?? input.email
  if (!email) throw invalid('email', 'Enter an e-mail address')
  return normalizeEmail(email)
}

/** The invitation of a link that works. */
async function findInvitation(
  db: ReadDb,
  { subjectId, expiresAt }: Pick<Link, 'subjectId' | 'expiresAt'>,
): Promise<OpenInvitation & { id: string }> {
  const row = await db
    .selectFrom('invitation')
    .select(['id', 'kind', 'email', 'name', 'role'])
    .where('id', '=', subjectId)
    .executeTakeFirst()
  if (!row) throw linkError(invitationLinks, 'unknown')
  return {
    id: row.id,
    kind: row.kind === 'setup' ? 'setup' : 'invitation',
    email: row.email,
    name: row.name,
    role: roleSchema.parse(row.role),
    expiresAt: expiresAt.toISOString(),
  }
}

const setupDone = () =>
  conflict('setup.done', 'Guildhall already has an operator. Sign in, or ask an operator to invite you.')
