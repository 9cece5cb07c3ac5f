import { type AuditActor, recordAudit } from '@/lib/audit/commands'
import type { Trx } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import type { ReceivedAppeal } from '../../schema/appeals'
import type { LockedDecision } from './lock-appealable'
import { notifyAppeal } from './resolve-appeal'

interface NewAppeal {
  decision: LockedDecision
  member: { id: number; externalId: string }
  text: string
  /** `staff:<id>`, `key:<id>` or `link`. */
  receivedBy: string
  now: Date
}

/** Writes an appeal against a decision that lockAppealable() holds and requireAppealable() let pass, and tells that it is in. */
export async function writeAppeal(
  trx: Trx,
  actor: AuditActor,
  { decision, member, text, receivedBy, now }: NewAppeal,
): Promise<ReceivedAppeal> {
  const { id } = await trx
    .insertInto('appeal')
    .values({ decision_id: decision.id, member_id: member.id, text, received_by: receivedBy, created_at: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  const told = { id, decisionId: decision.id, memberId: member.id, memberExternalId: member.externalId }
  await notifyAppeal(trx, told, { status: 'open', reason: null, cause: receivedBy, now })
  await publishChange(trx, { topic: 'appeals', id })
  await recordAudit(trx, actor, {
    action: 'appeal.created',
    targetKind: 'appeal',
    target: id,
    detail: { decisionId: decision.id, caseId: decision.caseId },
    memberId: member.id,
  })
  return {
    id,
    appealId: id,
    decisionId: decision.id,
    memberId: member.externalId,
    status: 'open',
    createdAt: now.toISOString(),
  }
}
