import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { DomainError, invalid } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { SEVERITY_UNNAMED } from '../rules/score'
import type { ReportInput, ReportResult } from '../schema/reports'
import { resolveLateReports } from './decisions/resolve-late-reports'
import { reportsWithoutErased } from './intake/erased-items'
import { findOrAddMembers } from './intake/find-people'
import { insertReports } from './intake/insert-reports'
import { type OpenedCase, openCases } from './intake/open-cases'
import { reopenForMoreSevere } from './intake/reopen-for-more-severe'
import { rescoreCases } from './intake/rescore'

/**
 * Takes reports in: one case for each item, whatever the number of reports, with the evidence frozen as it was seen. Who reports
 * the same revision for the same policy again gets the first report's id. A report of what was decided gets that outcome, unless
 * it opens the case again: by a newer revision, or by a graver policy where the item was left visible. All or none; answers in
 * their order.
 * @throws DomainError `permission.denied`; `policy.unknown` (invalid), with the index of the first report at fault as `index`
 */
export async function receiveReports(
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
    const openings = await reopenForMoreSevere(
      trx,
      brought.map(({ severity }, index) => ({ severity, case: cases[index] as OpenedCase })),
      now,
    )
    const reporters = await findOrAddMembers(
      trx,
      reports.flatMap(({ reporter }) => reporter ?? []),
    )
    const rows = reports.map((report, index) => ({
      case_id: (cases[index] as OpenedCase).id,
      opening: openings.get((cases[index] as OpenedCase).id) ?? (cases[index] as OpenedCase).opening,
      reporter_id: report.reporter ? (reporters.get(report.reporter.id) ?? null) : null,
      policy_id: report.policyId ?? null,
      evidence_id: evidence[index] ?? 0,
      reason: report.reason,
      comment: report.comment,
    }))
    const { results, fresh } = await insertReports(trx, actor, rows, now)
    const ids = [...new Set(cases.map(({ id }) => id))]
    await rescoreCases(trx, ids)
    await resolveLateReports(trx, fresh, now)
    await publishChange(trx, { topic: 'cases', ...(ids.length === 1 ? { id: ids[0] as number } : {}) })
    return results
  })
}

/** The same for one report. */
export async function takeReport(db: Db, actor: Actor, report: ReportInput): Promise<ReportResult> {
  const [result] = await receiveReports(db, actor, [report])
  if (!result) throw new Error('a received report has no result')
  return result
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
  const { kind, code, message, issues } = invalid('policyId', `Policy ${id} doesn’t exist.`, 'policy.unknown')
  return new DomainError(kind, code, message, { issues, extra: { index } })
}
