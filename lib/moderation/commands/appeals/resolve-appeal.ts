import { recordAudit } from '@/lib/audit/commands'
import type { Trx } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import { emit } from '@/lib/domain-events/emit'
import { touch } from '@/lib/metrics/commands/touch'
import { type Actor, actorRef } from '@/lib/staff/actor'
import { RULED_APPEALS } from '../../metric-relations'
import type { AppealStatus } from '../../rules/appeals'

interface NotifiedAppeal {
  id: string
  decisionId: string
  memberId: number
  /** The platform's id; null where the member is erased. */
  memberExternalId: string | null
}

/** Tells the platform, and through it the member, how an appeal stands. */
export async function notifyAppeal(
  trx: Trx,
  { id, decisionId, memberId, memberExternalId }: NotifiedAppeal,
  { status, reason, cause, now }: { status: AppealStatus; reason: string | null; cause: string; now: Date },
): Promise<void> {
  await emit(trx, 'moderation.appeal', {
    subject: id,
    cause,
    payload: {
      appealId: id,
      decisionId,
      status,
      member: memberExternalId === null ? null : { id: memberExternalId },
      reason,
    },
    memberIds: [memberId],
    at: now,
  })
}

/** An open appeal whose case is held. */
export interface OpenAppeal extends NotifiedAppeal {
  caseId: number
}

interface Settlement {
  ruling: 'upheld' | 'overturned'
  reason: string
  /** The decision that took the appealed one back. */
  reversalId: string | null
  now: Date
}

/** Writes what came of an appeal, and tells of it. Once: the case is held, and the appeal was open. */
export async function resolveAppeal(
  trx: Trx,
  actor: Actor,
  appeal: OpenAppeal,
  { ruling, reason, reversalId, now }: Settlement,
): Promise<void> {
  await trx
    .updateTable('appeal')
    .set({ status: ruling, ruled_by: actorRef(actor), ruled_at: now, reason, reversal_id: reversalId })
    .where('id', '=', appeal.id)
    .execute()
  await touch(trx, RULED_APPEALS, [{ at: now, labels: {} }])
  await notifyAppeal(trx, appeal, { status: ruling, reason, cause: actorRef(actor), now })
  await publishChange(trx, { topic: 'appeals', id: appeal.id })
  await recordAudit(trx, actor, {
    action: `appeal.${ruling}`,
    targetKind: 'appeal',
    target: appeal.id,
    detail: { decisionId: appeal.decisionId, caseId: appeal.caseId, reversalId, reason },
    memberId: appeal.memberId,
  })
}
