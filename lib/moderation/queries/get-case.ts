import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { openLinkEnd } from '@/lib/core/links/check-link'
import { type Actor, isAllowed } from '@/lib/staff/actor'
import { listDeliveriesOf } from '@/lib/webhooks/queries/deliveries'
import { appealLinks } from '../links'
import { reporterWeight } from '../rules/score'
import type { CaseDetail, DecisionView, ReportView } from '../schema/cases'
import { listCaseHits } from './case-hits'
import { getCaseSummary } from './list-cases'
import { mediaOfEvidence, toMediaView } from './media'

/** So many of the newest of each; what is older is reached through the lists. */
const SHOWN_MAX = 200

/**
 * All that is known of a case: what was seen of the item, with the messages around it, the reports, the decisions and the notes.
 * Who reported is left out for roles that may not know.
 * @throws DomainError `case.not_found`
 */
export async function getCase(db: ReadDb, actor: Actor, id: number, now: Date = new Date()): Promise<CaseDetail> {
  const summary = await getCaseSummary(db, actor, id, now)
  const [evidence, reportList, ruleHitList, decisions, heldByRules, notes, skips] = await Promise.all([
    readEvidence(db, id),
    readReports(db, actor, id),
    listCaseHits(db, summary),
    listDecisionsOf(db, id, now),
    readHeldByRules(db, id, now),
    readNotes(db, id),
    readSkips(db, id),
  ])
  const deliveries = await listDeliveriesOf(
    db,
    decisions.map((decision) => decision.id),
  )
  return { ...summary, evidence, reportList, ruleHitList, decisions, heldByRules, notes, skips, deliveries }
}

async function readEvidence(db: ReadDb, caseId: number): Promise<CaseDetail['evidence']> {
  const { rows } = await sql<{
    revision: number
    content: CaseDetail['content']
    context: { before: CaseDetail['evidence'][0]['before']; after: CaseDetail['evidence'][0]['after'] }
    captured_at: Date
    media: Parameters<typeof toMediaView>[0][]
  }>`
    select revision, content, context, captured_at, ${mediaOfEvidence()} as media
    from moderation_evidence as evidence where case_id = ${caseId}
    order by revision desc, id desc limit ${sql.lit(SHOWN_MAX)}`.execute(db)
  return rows.map(({ revision, content, context, captured_at: at, media }) => ({
    revision,
    content,
    media: media.map(toMediaView),
    ...context,
    capturedAt: at.toISOString(),
  }))
}

interface ReportRow {
  id: string
  reporter_id: number | null
  external_id: string | null
  name: string | null
  right: number
  wrong: number
  policy_id: string | null
  reason: string
  comment: string
  revision: number
  is_counted: boolean
  outcome: ReportView['outcome']
  created_at: Date
}

async function readReports(db: ReadDb, actor: Actor, caseId: number): Promise<ReportView[]> {
  const { rows } = await sql<ReportRow>`
    select report.id, report.reporter_id, member.external_id, member.name, coalesce(accuracy."right", 0) as "right",
      coalesce(accuracy.wrong, 0) as wrong, report.policy_id, report.reason, report.comment, evidence.revision,
      report.opening = self.opening as is_counted, report.outcome, report.created_at
    from moderation_report as report
    join moderation_case as self on self.id = report.case_id
    join moderation_evidence as evidence on evidence.id = report.evidence_id
    left join member on member.id = report.reporter_id and member.erased_at is null
    left join reporter_accuracy as accuracy on accuracy.member_id = report.reporter_id
    where report.case_id = ${caseId} order by report.created_at desc, report.id limit ${sql.lit(SHOWN_MAX)}`.execute(db)
  const mayKnow = isAllowed(actor, 'reporters:read')
  return rows.map((row) => ({
    id: row.id,
    reporter:
      row.reporter_id === null || row.external_id === null || !mayKnow
        ? null
        : { id: row.reporter_id, externalId: row.external_id, name: row.name },
    weight: reporterWeight(row.right, row.wrong),
    right: row.right,
    wrong: row.wrong,
    policyId: row.policy_id,
    reason: row.reason,
    comment: row.comment,
    revision: row.revision,
    isCounted: row.is_counted,
    outcome: row.outcome,
    createdAt: row.created_at.toISOString(),
  }))
}

interface DecisionRow {
  id: string
  case_id: number
  actor: string | null
  decided_at: Date
  policy_id: string | null
  reason: string
  note: string
  reverses_id: string | null
  is_reversed: boolean
  link_until: Date | null
  actions: { type: string; detail: Record<string, unknown>; until: string | null; isReversed: boolean }[] | null
}

/** The decisions about a case, newest first. */
async function listDecisionsOf(db: ReadDb, caseId: number, now: Date): Promise<DecisionView[]> {
  const { rows } = await sql<DecisionRow>`
    select decision.id, decision.case_id, actor_name(decision.decided_by) as actor, decision.decided_at, decision.policy_id,
      decision.reason, decision.note, decision.reverses_id,
      exists (select from moderation_decision as later where later.reverses_id = decision.id) as is_reversed,
      ${openLinkEnd(appealLinks, sql.ref('decision.id'), now)} as link_until,
      (select jsonb_agg(jsonb_build_object('type', type, 'detail', detail, 'until', until, 'isReversed', reversed_by is not null)
        order by position) from moderation_action where decision_id = decision.id) as actions
    from moderation_decision as decision where decision.case_id = ${caseId}
    order by decision.decided_at desc, decision.id limit ${sql.lit(SHOWN_MAX)}`.execute(db)
  return rows.map((row) => ({
    id: row.id,
    caseId: row.case_id,
    actor: row.actor ?? 'Someone',
    at: row.decided_at.toISOString(),
    policyId: row.policy_id,
    reason: row.reason,
    note: row.note,
    actions: row.actions ?? [],
    reversesId: row.reverses_id,
    isReversed: row.is_reversed,
    appealLinkUntil: row.link_until?.toISOString() ?? null,
  }))
}

/** As overrideAutomaticActions() finds it. */
async function readHeldByRules(db: ReadDb, caseId: number, now: Date): Promise<CaseDetail['heldByRules']> {
  const { rows } = await sql<{ type: CaseDetail['heldByRules'][0] }>`
    select distinct action.type from moderation_action as action
    join moderation_decision as made on made.id = action.decision_id
    where action.case_id = ${caseId} and made.decided_by = 'system' and made.reverses_id is null
      and action.reversed_by is null and action.type in ('hide', 'mute')
      and (action.until is null or action.until > ${now}::timestamptz)
    order by action.type`.execute(db)
  return rows.map(({ type }) => type)
}

async function readNotes(db: ReadDb, caseId: number): Promise<CaseDetail['notes']> {
  const { rows } = await sql<{ id: string; text: string; actor: string | null; at: Date }>`
    select id, text, actor_name(written_by) as actor, written_at as at from case_note where case_id = ${caseId}
    order by written_at desc, id limit ${sql.lit(SHOWN_MAX)}`.execute(db)
  return rows.map(({ id, text, actor, at }) => ({ id, text, actor: actor ?? 'Someone', at: at.toISOString() }))
}

async function readSkips(db: ReadDb, caseId: number): Promise<CaseDetail['skips']> {
  const { rows } = await sql<{ actor: string | null; reason: string; at: Date }>`
    select actor_name(actor) as actor, reason, skipped_at as at from case_skip where case_id = ${caseId}
    order by skipped_at desc limit ${sql.lit(SHOWN_MAX)}`.execute(db)
  return rows.map(({ actor, reason, at }) => ({ actor: actor ?? 'Someone', reason, at: at.toISOString() }))
}
