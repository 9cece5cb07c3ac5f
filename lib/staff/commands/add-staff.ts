import { recordAudit } from '@/lib/audit/commands'
import { hashPassword } from '@/lib/core/crypto/password'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { invalid } from '@/lib/core/errors'
import { type Actor, requirePermission } from '../actor'
import { passwordProblem } from '../rules'
import type { AddStaff, StaffSummary } from '../schema'
import { insertStaff } from './accept-invitation'

/**
 * Adds a person with a password that somebody else has chosen: for scripts on the server. People are invited instead.
 * @throws DomainError `permission.denied`, `password.weak` (invalid), `staff.email_taken` (conflict)
 */
export async function addStaff(db: Db, actor: Actor, input: AddStaff): Promise<StaffSummary> {
  requirePermission(actor, 'staff:write')
  const weakness = passwordProblem(input.password, input.email)
  if (weakness) throw invalid('password', weakness, 'password.weak')
  const passwordHash = await hashPassword(input.password)
  return inTransaction(db, async (trx) => {
    const person = await insertStaff(trx, { ...input, passwordHash })
    await recordAudit(trx, actor, {
      action: 'staff.added',
      targetKind: 'staff',
      target: person.id,
      detail: { after: { email: person.email, name: person.name, role: person.role } },
    })
    return person
  })
}
