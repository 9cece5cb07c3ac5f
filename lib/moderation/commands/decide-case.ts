import { sql } from 'kysely'
import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { conflict } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, actorRef, requirePermission } from '@/lib/staff/actor'
import { actionEndOf, actionInfo, checkActions, hasSanction, outcomeOf } from '../rules/actions'
import { transition } from '../rules/status'
import type { ActionInput, DecidedCase, DecisionBody } from '../schema/decisions'
import {
  type LockedCase,
  lockCase,
  requireCaseAccess,
  requireClaim,
  requireQueue,
  requireUndecided,
} from './claim-case'
import { addStrike } from './decisions/add-strike'
import { updateContentState } from './decisions/content-state'
import { notifyActions, notifyOverridden } from './decisions/notify-platform'
import { overrideAutomaticActions } from './decisions/override-automatic'
import { readPolicy } from './decisions/read-policy'
import { rescoreOfReporters } from './decisions/rescore-reporters'
import { resolveReports } from './decisions/resolve-reports'
import { requireNoCooldown } from './require-no-cooldown'

export interface DecideOptions extends Omit<DecisionBody, 'claimToken'> {
  caseId: number
  /** Null only in a bulk, where the version that was on the screen has to do. */
  claimToken: string | null
  now?: Date
}

/**
 * Rules on a case: decision, actions, strike, what the complaints turned out to be, and the entry in the audit log, all or
 * nothing. It holds only where version, claim and the item's revision are those that were read.
 * @throws DomainError `case.not_found`; `case.decided` with the winner, `case.content_changed` with the revisions,
 *   `case.lease_expired`, `case.changed`, `queue.rotation` (conflict); `case.escalated`, `queue.closed` (forbidden); `policy.unknown` and what
 *   checkActions() throws (invalid)
 */
export async function decideCase(db: Db, actor: Actor, options: DecideOptions): Promise<DecidedCase> {
  requirePermission(actor, 'cases:write')
  const { caseId, actions, now = new Date(), policyId = null } = options
  return inTransaction(db, async (trx) => {
    const found = await lockCase(trx, caseId)
    await requireCurrentState(trx, actor, found, options, now)
    checkActions(actions, { policyId, hasMember: found.memberId !== null, now })
    const policy = policyId ? await readPolicy(trx, policyId) : null
    const status = transition(found.status, actions.some(({ type }) => type === 'escalate') ? 'escalated' : 'decided')
    const decisionId = await insertDecision(trx, actor, found, options)
    await insertActions(trx, found, decisionId, actions, now)
    await moveCase(trx, found, { status, decisionId, now })
    const outcome = outcomeOf(actions)
    const reporters = outcome ? await resolveReports(trx, { caseId, opening: found.opening, decisionId, outcome }) : []
    if (policy && hasSanction(actions)) await addStrike(trx, { found, decisionId, policy, now })
    const lifted = await overrideAutomaticActions(trx, { caseId, decisionId, now })
    await updateContentState(trx, caseId)
    await rescoreOfReporters(trx, reporters)
    await notifyActions(trx, decisionId, now)
    const by = { by: decisionId, cause: actorRef(actor), reason: options.reason, now }
    await notifyOverridden(trx, lifted, { ...by, caseId, memberId: found.memberId })
    await publishChange(trx, { topic: 'cases', id: caseId })
    await recordAudit(trx, actor, {
      action: status === 'escalated' ? 'case.escalated' : 'case.decided',
      targetKind: 'case',
      target: caseId,
      detail: {
        decisionId,
        version: found.version + 1,
        actions,
        policyId,
        reason: options.reason,
        lifted: lifted.actions,
      },
      ...(found.memberId === null ? {} : { memberId: found.memberId }),
    })
    return { decisionId, version: found.version + 1 }
  })
}

async function requireCurrentState(
  trx: Trx,
  actor: Actor,
  found: LockedCase,
  { claimToken, version }: DecideOptions,
  now: Date,
): Promise<void> {
  await requireQueue(trx, actor, found)
  await requireUndecided(trx, found)
  requireCaseAccess(actor, found)
  if (claimToken !== null) {
    await requireClaim(trx, actor, found, claimToken, now)
    if (found.revision !== found.claimRevision) {
      throw conflict(
        'case.content_changed',
        'The item was edited after you opened it. Read it again before you decide.',
        {
          read: found.claimRevision,
          revision: found.revision,
          version: found.version,
        },
      )
    }
  } else {
    await requireFree(trx, actor, found, now)
  }
  if (found.version === version) return
  throw conflict('case.changed', 'The case changed after you opened it. Read it again before you decide.', {
    version: found.version,
  })
}

/** A bulk takes no case out of somebody's hands, and is no way around a rest. */
async function requireFree(trx: Trx, actor: Actor, found: LockedCase, now: Date): Promise<void> {
  const isHeld = found.claimExpiresAt !== null && found.claimExpiresAt > now && found.claimedBy !== actorRef(actor)
  if (isHeld)
    throw conflict('case.claimed', 'Someone else is working on this case.', {
      until: found.claimExpiresAt?.toISOString(),
    })
  await requireNoCooldown(trx, actor, found.queueId, now)
}

async function insertDecision(
  trx: Trx,
  actor: Actor,
  found: LockedCase,
  { policyId, reason, note, now = new Date() }: DecideOptions,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into moderation_decision (case_id, case_version, revision, opening, status_before, policy_id, reason, note, decided_by,
      decided_at, first_report_at, opened_at, queue_id, due_at)
    values (${found.id}, ${found.version + 1}, ${found.revision}, ${found.opening}, ${found.status}, ${policyId ?? null},
      ${reason}, ${note}, ${actorRef(actor)}, ${now},
      (select min(created_at) from moderation_report where case_id = ${found.id} and opening = ${found.opening}),
      (select opened_at from moderation_case where id = ${found.id}), ${found.queueId}, ${found.dueAt})
    returning id`.execute(trx)
  return rows[0]?.id ?? ''
}

async function insertActions(
  trx: Trx,
  found: LockedCase,
  decisionId: string,
  actions: readonly ActionInput[],
  now: Date,
): Promise<void> {
  await trx
    .insertInto('moderation_action')
    .values(
      actions.map((action, position) => ({
        decision_id: decisionId,
        position,
        type: action.type,
        detail: JSON.stringify(action),
        case_id: found.id,
        member_id: actionInfo(action.type).target === 'member' ? found.memberId : null,
        until: actionEndOf(action, now),
      })),
    )
    .execute()
}

async function moveCase(
  trx: Trx,
  found: LockedCase,
  { status, decisionId, now }: { status: LockedCase['status']; decisionId: string; now: Date },
): Promise<void> {
  await trx
    .updateTable('moderation_case')
    .set({
      status,
      version: found.version + 1,
      decision_id: decisionId,
      decided_at: status === 'decided' ? now : null,
      escalated_at: status === 'escalated' ? now : null,
      claim_token: null,
      claimed_by: null,
      claim_revision: null,
      claim_expires_at: null,
      updated_at: now,
    })
    .where('id', '=', found.id)
    .execute()
}
