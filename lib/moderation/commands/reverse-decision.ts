import { sql } from 'kysely'
import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { conflict, notFound } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, actorRef, requirePermission } from '@/lib/staff/actor'
import { canWorkQueue } from '../queries/queue-access'
import { effectOf } from '../rules/effects'
import { transition } from '../rules/status'
import type { DecidedCase } from '../schema/decisions'
import { type OpenAppeal, resolveAppeal } from './appeals/resolve-appeal'
import { type LockedCase, lockCase } from './claim-case'
import { updateContentState } from './decisions/content-state'
import { endLadderSteps } from './decisions/end-ladder-steps'
import { notifyCurrentState, notifyReversal } from './decisions/notify-platform'
import { restoreAutomaticActions } from './decisions/override-automatic'
import { rescoreOfReporters } from './decisions/rescore-reporters'
import { reopenReports } from './decisions/resolve-reports'
import { rescoreCases } from './intake/rescore'

interface Reversal {
  decisionId: string
  reason: string
  now?: Date
}

/**
 * Takes a decision back, with all that followed from it: the state of the item and its author, the strike, the steps of the ladder
 * that rested on it, and what it said of the reporters; what rules had done and it had lifted stands again. Where it is the one that closed its case, the case is open
 * again, as it was. An appeal that waits has got what it asks for, and the member is told.
 * @throws DomainError `permission.denied`; `decision.not_found`, also for one of a queue that is not theirs; `decision.reversed`
 *   (conflict)
 */
export async function reverseDecision(db: Db, actor: Actor, reversal: Reversal): Promise<DecidedCase> {
  requirePermission(actor, 'cases:write')
  const { decisionId, reason, now = new Date() } = reversal
  return inTransaction(db, async (trx) => {
    const { caseId } = await findDecision(trx, decisionId)
    const { queueId } = await lockCase(trx, caseId)
    if (!(await canWorkQueue(trx, actor, queueId))) throw notFound('decision', decisionId)
    const reversed = await reverseInTransaction(trx, actor, { decisionId, reason, now })
    const appeal = await findOpenAppeal(trx, decisionId)
    if (appeal)
      await resolveAppeal(trx, actor, appeal, { ruling: 'overturned', reason, reversalId: reversed.decisionId, now })
    return reversed
  })
}

async function findOpenAppeal(trx: Trx, decisionId: string): Promise<OpenAppeal | null> {
  const { rows } = await sql<OpenAppeal>`
    select appeal.id, appeal.decision_id as "decisionId", appeal.member_id as "memberId", decision.case_id as "caseId",
      case when member.erased_at is null then member.external_id end as "memberExternalId"
    from appeal
    join member on member.id = appeal.member_id
    join moderation_decision as decision on decision.id = appeal.decision_id
    where appeal.decision_id = ${decisionId} and appeal.status = 'open' for update of appeal`.execute(trx)
  return rows[0] ?? null
}

/** The same as part of something else, whose own permission was checked. */
export async function reverseInTransaction(
  trx: Trx,
  actor: Actor,
  { decisionId, reason, now = new Date() }: Reversal,
): Promise<DecidedCase> {
  const { caseId, statusBefore } = await findDecision(trx, decisionId)
  const found = await lockCase(trx, caseId)
  const reversalId = await insertReversal(trx, actor, found, { decisionId, reason, now })
  await sql`update moderation_action set reversed_by = ${reversalId} where decision_id = ${decisionId}`.execute(trx)
  await sql`update strike set voided_by = ${reversalId} where decision_id = ${decisionId}`.execute(trx)
  const steps = await endLadderSteps(trx, { memberId: found.memberId, reversalId })
  const restored = await restoreAutomaticActions(trx, { caseId, decisionId })
  await updateContentState(trx, caseId)
  const reporters = await reopenReports(trx, decisionId)
  await moveBack(trx, found, { decisionId, statusBefore, now })
  // At once: what was reported while it was decided has been weighed by what the decision said of the reporters.
  await rescoreCases(trx, [caseId])
  await rescoreOfReporters(trx, reporters)
  const told = { cause: actorRef(actor), reason, now }
  const about = await notifyReversal(trx, { ...told, decisionId, reversalId })
  const aspects = [...new Set([...about, ...[...restored, ...steps].map(({ type }) => effectOf(type))])].filter(
    (one) => one !== null,
  )
  const { memberId } = found
  await notifyCurrentState(trx, {
    ...told,
    caseId,
    memberId,
    aspects,
    ended: decisionId,
    by: reversalId,
    notBefore: now,
  })
  for (const id of new Set([caseId, ...steps.map((step) => step.caseId)]))
    await publishChange(trx, { topic: 'cases', id })
  await recordAudit(trx, actor, {
    action: 'decision.reversed',
    targetKind: 'case',
    target: caseId,
    detail: { decisionId, reversalId, reason, restored: idsOf(restored), ladder: idsOf(steps) },
    ...(found.memberId === null ? {} : { memberId: found.memberId }),
  })
  return { decisionId: reversalId, version: found.version + 1 }
}

const idsOf = (actions: readonly { decisionId: string; type: string }[]) =>
  actions.map(({ decisionId: id, type }) => ({ id, type }))

async function findDecision(trx: Trx, id: string): Promise<{ caseId: number; statusBefore: 'open' | 'escalated' }> {
  const { rows } = await sql<{ caseId: number; statusBefore: 'open' | 'escalated' }>`
    select case_id as "caseId", status_before as "statusBefore" from moderation_decision
    where id = ${id} and reverses_id is null`.execute(trx)
  const row = rows[0]
  if (!row) throw notFound('decision', id)
  return row
}

async function insertReversal(
  trx: Trx,
  actor: Actor,
  found: LockedCase,
  { decisionId, reason, now }: Required<Reversal>,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into moderation_decision (case_id, case_version, revision, opening, status_before, reason, decided_by, decided_at,
      reverses_id)
    values (${found.id}, ${found.version + 1}, ${found.revision}, ${found.opening}, ${found.status}, ${reason},
      ${actorRef(actor)}, ${now}, ${decisionId})
    on conflict (reverses_id) do nothing returning id`.execute(trx)
  const row = rows[0]
  if (!row) throw conflict('decision.reversed', 'This decision has already been reversed.')
  return row.id
}

/** The case changes in any case; it is open again where this decision closed it. */
async function moveBack(
  trx: Trx,
  found: LockedCase,
  { decisionId, statusBefore, now }: { decisionId: string; statusBefore: 'open' | 'escalated'; now: Date },
): Promise<void> {
  const isClosing = found.decisionId === decisionId
  // An escalation that is taken back is open again; anything else was decided.
  const status = found.status === 'escalated' ? 'open' : statusBefore
  await trx
    .updateTable('moderation_case')
    .set({
      version: found.version + 1,
      updated_at: now,
      ...(isClosing
        ? {
            status: found.status === 'escalated' ? status : transition(found.status, status),
            decision_id: null,
            decided_at: null,
            escalated_at: status === 'escalated' ? now : null,
          }
        : {}),
    })
    .where('id', '=', found.id)
    .execute()
}
