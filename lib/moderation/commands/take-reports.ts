import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { DomainError, invalid } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, actorRef, requirePermission } from '@/lib/staff/actor'
import { SEVERITY_UNNAMED } from '../rules/score'
import type { ReportInput, ReportResult } from '../schema/reports'
import { reportsWithoutErased } from './intake/erased-items'
import { findOrAddMembers } from './intake/find-people'
import { type OpenedCase, openCases } from './intake/open-cases'
import { rescoreCases } from './intake/rescore'

/**
 * Takes reports in: one case for each item, whatever the number of reports, with the evidence frozen as it was seen. Who reports
 * an item for the same policy again gets the first report's id. All or none; answers in their order.
 * @throws DomainError `permission.denied`; `policy.unknown` (invalid), with the index of the first report at fault as `index`
 */
export async function takeReports(
  db: Db,
  actor: Actor,
  given: readonly ReportInput[],
  now: Date = new Date(),
): Promise<ReportResult[]> {
  requirePermission(actor, 'reports:write')
  return inTransaction(db, async (trx) => {
    const reports = await reportsWithoutErased(trx, given)
    const severities = await readSeverities(trx, reports)
    const brought = reports.map(({ item, policyId }) => ({
      item,
      policyId: policyId ?? null,
      severity: (policyId && severities.get(policyId)) || SEVERITY_UNNAMED,
    }))
    const { cases, evidence } = await openCases(trx, brought, now)
    const reporters = await findOrAddMembers(
      trx,
      reports.flatMap(({ reporter }) => reporter ?? []),
    )
    const rows = reports.map((report, index) => ({
      case_id: (cases[index] as OpenedCase).id,
      opening: (cases[index] as OpenedCase).opening,
      is_latest: (report.item.revision ?? Number.MAX_SAFE_INTEGER) >= (cases[index] as OpenedCase).revision,
      reporter_id: report.reporter ? (reporters.get(report.reporter.id) ?? null) : null,
      policy_id: report.policyId ?? null,
      evidence_id: evidence[index] ?? 0,
      reason: report.reason,
      comment: report.comment,
    }))
    const results = await insertReports(trx, actor, rows, now)
    const ids = [...new Set(cases.map(({ id }) => id))]
    await rescoreCases(trx, ids)
    await publishChange(trx, { topic: 'cases', ...(ids.length === 1 ? { id: ids[0] as number } : {}) })
    return results
  })
}

async function readSeverities(trx: Trx, reports: readonly ReportInput[]): Promise<Map<string, number>> {
  const ids = [...new Set(reports.flatMap(({ policyId }) => policyId ?? []))]
  if (ids.length === 0) return new Map()
  const rows = await trx
    .selectFrom('policy')
    .select(['id', 'severity'])
    .where('id', 'in', ids)
    .where('archived_at', 'is', null)
    .execute()
  const severities = new Map(rows.map((row) => [row.id, row.severity]))
  const index = reports.findIndex(({ policyId }) => policyId && !severities.has(policyId))
  if (index >= 0) throw unknownPolicy(reports[index]?.policyId ?? '', index)
  return severities
}

function unknownPolicy(id: string, index: number): DomainError {
  const { kind, code, message, issues } = invalid('policyId', `There is no policy ${id}.`, 'policy.unknown')
  return new DomainError(kind, code, message, { issues, extra: { index } })
}

interface ReportRow {
  case_id: number
  opening: number
  is_latest: boolean
  reporter_id: number | null
  policy_id: string | null
  evidence_id: number
  reason: string
  comment: string
}

async function insertReports(trx: Trx, actor: Actor, rows: readonly ReportRow[], now: Date): Promise<ReportResult[]> {
  const input = JSON.stringify(rows.map((row, index) => ({ ...row, index })))
  const { rows: fresh } = await sql<{ id: string }>`
    insert into moderation_report (case_id, reporter_id, policy_id, evidence_id, reason, comment, opening, received_by, created_at)
    select case_id, reporter_id, policy_id, evidence_id, reason, comment, opening, ${actorRef(actor)}, ${now}::timestamptz
    from jsonb_to_recordset(${input}::jsonb) as row (index int, case_id bigint, reporter_id bigint, policy_id uuid,
      evidence_id bigint, reason text, comment text, opening int)
    order by index
    on conflict on constraint moderation_report_once do nothing
    returning id`.execute(trx)
  const isFresh = new Set(fresh.map(({ id }) => id))
  // Who reports what was edited since their first report has it counted again, and keeps the one report.
  const { rows: all } = await sql<{ index: number; id: string; case_id: number }>`
    with row as (
      select * from jsonb_to_recordset(${input}::jsonb) as row (index int, case_id bigint, reporter_id bigint, policy_id uuid,
        opening int, is_latest boolean)
    ), again as (
      update moderation_report as report set opening = row.opening from row
      where report.case_id = row.case_id and report.reporter_id is not distinct from row.reporter_id
        and report.policy_id is not distinct from row.policy_id and report.opening < row.opening and row.is_latest
    )
    select row.index, report.id, report.case_id from row join moderation_report as report
      on report.case_id = row.case_id and report.reporter_id is not distinct from row.reporter_id
        and report.policy_id is not distinct from row.policy_id
    order by row.index`.execute(trx)
  const answered = new Set<string>()
  return all.map(({ id, case_id: caseId }) => {
    const isFirst = isFresh.has(id) && !answered.has(id)
    answered.add(id)
    return { status: isFirst ? 201 : 200, reportId: id, caseId }
  })
}
