import { recordAudit } from '@/lib/audit/commands'
import type { ExternalIdentity } from '@/lib/core/auth/options'
import type { SessionClaim } from '@/lib/core/auth/session'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { DomainError } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import { systemActor } from '../actor'
import { normalizeEmail } from '../rules'
import { insertStaff } from './accept-invitation'
import { lockSetup } from './issue-setup-link'
import { type SignInOrigin, startSession } from './start-session'

/** Nobody can sign in with it elsewhere: it has no password, and no mail reaches it. */
const DEMO_OPERATOR = { email: 'operator@demo.invalid', name: 'Demo operator' }

interface Found {
  id: string
  session_version: number
  disabled_at: Date | null
}

/**
 * Signs a person in whom the identity provider vouches for. At first use the provider's verified e-mail finds the staff row,
 * and issuer and subject are linked to it for good: another subject never takes it over, whatever e-mail it shows later.
 * Nobody is ever created.
 * @throws DomainError `identity.unknown`, `identity.unverified`, `identity.other_linked` (forbidden)
 */
export async function signInWithIdentity(
  db: Db,
  visitor: SignInOrigin,
  identity: ExternalIdentity,
): Promise<SessionClaim> {
  return inTransaction(db, async (trx) => {
    const found = (await findLinked(trx, identity)) ?? (await linkByEmail(trx, visitor, identity))
    const claim =
      !found.disabled_at && (await startSession(trx, { id: found.id, version: found.session_version }, visitor))
    if (!claim) throw refused('identity.unknown', 'This account doesn’t belong to a staff member.')
    const detail = { by: 'oidc', session: claim.sessionId }
    await recordAudit(
      trx,
      { kind: 'staff', id: found.id, address: visitor.address },
      { action: 'session.started', targetKind: 'staff', target: found.id, detail },
    )
    return claim
  })
}

/**
 * Signs the demo's visitor in as its operator, who is made at the first visit. That the visitor sits at this machine was
 * checked before, see demo.ts.
 */
export async function signInToDemo(db: Db, visitor: SignInOrigin): Promise<SessionClaim> {
  return inTransaction(db, async (trx) => {
    await lockSetup(trx)
    const { id, session_version: version } = (await findOperator(trx)) ?? (await addOperator(trx))
    const claim = await startSession(trx, { id, version }, visitor)
    // Found and disabled at once: the next try finds another.
    if (!claim) throw refused('demo.refused', 'The demo’s operator was just disabled. Try again.')
    return claim
  })
}

async function addOperator(trx: Trx): Promise<{ id: string; session_version: number }> {
  const { id } = await insertStaff(trx, { ...DEMO_OPERATOR, role: 'operator', passwordHash: null })
  await recordAudit(trx, systemActor, { action: 'staff.added', targetKind: 'staff', target: id })
  return { id, session_version: 1 }
}

const findOperator = (trx: Trx) =>
  trx
    .selectFrom('staff')
    .select(['id', 'session_version'])
    .where('role', '=', 'operator')
    .where('disabled_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()

const findLinked = (trx: Trx, { issuer, subject }: ExternalIdentity): Promise<Found | undefined> =>
  trx
    .selectFrom('staff_identity')
    .innerJoin('staff', 'staff.id', 'staff_identity.staff_id')
    .select(['staff.id', 'staff.session_version', 'staff.disabled_at'])
    .where('staff_identity.issuer', '=', issuer)
    .where('staff_identity.subject', '=', subject)
    .executeTakeFirst()

async function linkByEmail(trx: Trx, visitor: SignInOrigin, identity: ExternalIdentity): Promise<Found> {
  const { issuer, subject, email, isEmailVerified } = identity
  if (!email || !isEmailVerified) {
    throw refused('identity.unverified', 'The identity provider hasn’t verified your e-mail address.')
  }
  // Locked, so that of two subjects with one e-mail only the first is linked.
  const staff = await trx
    .selectFrom('staff')
    .select(['id', 'session_version', 'disabled_at'])
    .where(({ fn, eb }) => eb(fn('lower', ['email']), '=', normalizeEmail(email)))
    .forUpdate()
    .executeTakeFirst()
  if (!staff || staff.disabled_at) throw refused('identity.unknown', 'This account doesn’t belong to a staff member.')
  const other = await trx
    .selectFrom('staff_identity')
    .select('subject')
    .where('issuer', '=', issuer)
    .where('staff_id', '=', staff.id)
    .executeTakeFirst()
  if (other)
    throw refused('identity.other_linked', 'You’re already linked to another account at the identity provider.')
  await trx.insertInto('staff_identity').values({ issuer, subject, staff_id: staff.id }).execute()
  await publishChange(trx, { topic: 'staff', id: staff.id })
  await recordAudit(
    trx,
    { kind: 'staff', id: staff.id, address: visitor.address },
    { action: 'staff.identity_linked', targetKind: 'staff', target: staff.id, detail: { after: { issuer } } },
  )
  return staff
}

const refused = (code: string, message: string) => new DomainError('forbidden', code, message)
