import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, actorRef, requirePermission } from '@/lib/staff/actor'
import type { CaseBody } from '../schema/cases'
import { readPolicy } from './decisions/read-policy'
import { withoutErased } from './intake/erased-items'
import { openCases } from './intake/open-cases'
import { readMirroredItems } from './intake/read-mirrored'
import { rescoreCases } from './intake/rescore'

/**
 * Opens the case of an item by hand, or finds the one that is there. What the person says weighs as one rule's hit.
 * Answers the case's id and whether it is open because of this.
 * @throws DomainError `permission.denied`, `message.not_found`; `policy.unknown` (invalid)
 */
export async function openCase(
  db: Db,
  actor: Actor,
  { item: described, message, reason, policyId = null, severity }: CaseBody,
  now: Date = new Date(),
): Promise<{ caseId: number; isNew: boolean }> {
  requirePermission(actor, 'cases:write')
  return inTransaction(db, async (trx) => {
    if (policyId) await readPolicy(trx, policyId)
    const given = described ?? (await readMirroredItems(trx, message))
    const [item = given] = await withoutErased(trx, [given])
    const { cases } = await openCases(trx, [{ item, severity, policyId }], now)
    const caseId = cases[0]?.id ?? 0
    const { numUpdatedRows } = await trx
      .updateTable('moderation_case')
      .set({ severity_floor: severity, rule_hits: 1 })
      .where('id', '=', caseId)
      .where('status', '<>', 'decided')
      .where('rule_hits', '=', 0)
      .executeTakeFirst()
    await rescoreCases(trx, [caseId])
    // Why it is here has to stand where the case is read.
    await trx
      .insertInto('case_note')
      .values({ case_id: caseId, text: `Opened manually: ${reason}`, written_by: actorRef(actor), written_at: now })
      .execute()
    await publishChange(trx, { topic: 'cases', id: caseId })
    await recordAudit(trx, actor, {
      action: 'case.opened',
      targetKind: 'case',
      target: caseId,
      detail: { item: { type: item.type, id: item.id }, reason, severity, policyId },
    })
    return { caseId, isNew: numUpdatedRows > 0n }
  })
}
