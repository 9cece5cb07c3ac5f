import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { outcomeOf } from '../../rules/actions'
import type { ActionType } from '../../schema/decisions'
import { notifyLateReporter } from './notify-reporters'
import { rescoreOfReporters } from './rescore-reporters'
import { resolveReport } from './resolve-reports'

/** Of `decision`, a row of moderation_decision: that it says what an item turned out to be, and was not taken back. */
export const IS_IN_EFFECT = sql`decision.reverses_id is null
        and not exists (select from moderation_decision where reverses_id = decision.id)
        and not exists (select from moderation_action where decision_id = decision.id and type = 'escalate')`

interface LateReport {
  id: string
  reporter_id: number | null
  decision_id: string
  decided_at: Date
  types: ActionType[]
}

/**
 * Gives reports of what is decided already the outcome of that decision, and tells whoever reported. Where one revision was
 * decided more than once the last decision that stands counts.
 * @param ids of reports that are new
 */
export async function resolveLateReports(trx: Trx, ids: readonly string[], now: Date): Promise<void> {
  const late = await readLate(trx, ids)
  const reporters = new Set<number>()
  for (const report of late) {
    const outcome = outcomeOf(report.types.map((type) => ({ type })))
    if (outcome === null) continue
    const { reporter_id: reporterId, decision_id: decisionId, decided_at: decidedAt } = report
    await resolveReport(trx, { id: report.id, reporterId, decisionId, outcome })
    if (reporterId === null) continue
    reporters.add(reporterId)
    await notifyLateReporter(trx, { decisionId, reporterId, outcome, decidedAt, now })
  }
  await rescoreOfReporters(trx, [...reporters])
}

/** In the order of the reporters, so that two batches about the same ones wait for each other and never in a circle. */
async function readLate(trx: Trx, ids: readonly string[]): Promise<LateReport[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<LateReport>`
    select report.id, report.reporter_id, made.id as decision_id, made.decided_at,
      array(select type from moderation_action where decision_id = made.id order by position) as types
    from moderation_report as report
    join moderation_case as self on self.id = report.case_id and (self.status = 'decided' or report.opening < self.opening)
    cross join lateral (
      select decision.id, decision.decided_at from moderation_decision as decision
      where decision.case_id = report.case_id and decision.revision >= report.revision and ${IS_IN_EFFECT}
      order by decision.revision, decision.decided_at desc limit 1
    ) as made
    where report.id = any(${ids}::uuid[]) order by report.reporter_id, report.id`.execute(trx)
  return rows
}
