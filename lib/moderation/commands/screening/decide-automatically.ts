import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { AuditRecord } from '@/lib/audit/commands'
import type { Trx } from '@/lib/core/db/types'
import { actorRef, systemActor } from '@/lib/staff/actor'
import { notifyActions } from '../decisions/notify-platform'
import type { CaseState } from './case-states'
import type { Match } from './record-hits'

/** A case that live rules have opened or joined. */
export interface ActedCase {
  standing: CaseState
  /** Whether this revision of the item is hidden or removed already. */
  isHidden: boolean
  severity: number
  matches: Match[]
}

interface AutomaticDecision {
  id: string
  caseId: number
  version: number
  revision: number
  opening: number
  status: string
  memberId: number | null
  reason: string
  hides: boolean
  /** Null: nobody is muted. */
  mutedMinutes: number | null
}

const MINUTE_MS = 60_000
const REASON_MAX = 2_000

/**
 * Hides items and mutes their authors until a person has looked, as the rules say: a decision of Guildhall's own for each case,
 * which can be reversed like any other. The case stays open, and in its version: what a moderator has read of it still holds.
 * Answers what the audit log has to say of it, null where nothing was decided.
 */
export async function decideAutomatically(
  trx: Trx,
  touched: readonly ActedCase[],
  now: Date,
): Promise<AuditRecord | null> {
  const decisions = touched.map(toDecision).filter(({ hides, mutedMinutes }) => hides || mutedMinutes !== null)
  if (decisions.length === 0) return null
  await sql`
    insert into moderation_decision (id, case_id, case_version, revision, opening, status_before, reason, decided_by, decided_at)
    select id, "caseId", version, revision, opening, status, reason, ${actorRef(systemActor)}, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(decisions)}::jsonb) as made (id uuid, "caseId" bigint, version int, revision int,
      opening int, status text, reason text)`.execute(trx)
  await insertActions(trx, decisions, now)
  const hidden = decisions.flatMap(({ hides, caseId }) => (hides ? [caseId] : []))
  if (hidden.length > 0)
    await trx.updateTable('moderation_case').set({ content_state: 'hidden' }).where('id', 'in', hidden).execute()
  // At most as many as the caps leave room for; the platform hears of each as of any other decision.
  // Members are locked in it, in one order for all.
  const inOrder = [...decisions].sort((a, b) => (a.memberId ?? 0) - (b.memberId ?? 0))
  for (const { id } of inOrder) await notifyActions(trx, id, now)
  const [only, ...others] = decisions
  return {
    action: 'rule.acted',
    targetKind: 'case',
    target: only && others.length === 0 ? only.caseId : null,
    detail: {
      decisions: decisions.map(({ id, caseId, reason, hides, mutedMinutes }) => ({
        decisionId: id,
        caseId,
        reason,
        hides,
        mutedMinutes,
      })),
    },
  }
}

function toDecision({ standing, isHidden, matches }: ActedCase): AutomaticDecision {
  const acting = matches.filter(({ rule }) => rule.body.then.some(({ type }) => type !== 'openCase'))
  const names = [...new Set(acting.map(({ rule }) => rule.body.name))]
  const actions = acting.flatMap(({ rule }) => rule.body.then)
  const minutes = actions.flatMap((action) => (action.type === 'mute' ? [action.minutes] : []))
  return {
    id: randomUUID(),
    caseId: standing.caseId,
    version: standing.version,
    revision: standing.revision,
    opening: standing.opening,
    status: standing.status,
    memberId: standing.memberId,
    reason: `By rule, pending review: ${names.join(', ')}`.slice(0, REASON_MAX),
    hides: !isHidden && actions.some(({ type }) => type === 'hide'),
    // Nobody can be muted where nobody is known who wrote it.
    mutedMinutes: minutes.length > 0 && standing.memberId !== null ? Math.max(...minutes) : null,
  }
}

async function insertActions(trx: Trx, decisions: readonly AutomaticDecision[], now: Date): Promise<void> {
  const actions = decisions.flatMap(({ id, caseId, memberId, hides, mutedMinutes }) => [
    ...(hides ? [{ decision_id: id, case_id: caseId, type: 'hide', detail: { type: 'hide' } }] : []),
    ...(mutedMinutes === null
      ? []
      : [
          {
            decision_id: id,
            case_id: caseId,
            type: 'mute',
            detail: { type: 'mute', minutes: mutedMinutes },
            member_id: memberId,
            until: new Date(now.getTime() + mutedMinutes * MINUTE_MS),
          },
        ]),
  ])
  await sql`
    insert into moderation_action (decision_id, position, type, detail, case_id, member_id, until)
    select decision_id, row_number() over (partition by decision_id order by type) - 1, type, detail, case_id, member_id, until
    from jsonb_to_recordset(${JSON.stringify(actions)}::jsonb) as action (decision_id uuid, case_id bigint, type text, detail jsonb,
      member_id bigint, until timestamptz)`.execute(trx)
}
