import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { type Actor, actorRef } from '@/lib/staff/actor'
import type { ReportResult } from '../../schema/reports'
import { IS_IN_EFFECT } from '../decisions/resolve-late-reports'

/** A report as it is stored. */
interface ReportRow {
  case_id: number
  opening: number
  reporter_id: number | null
  policy_id: string | null
  /** Of the revision that was reported. */
  evidence_id: number
  reason: string
  comment: string
}

interface InsertedReports {
  /** In the order of the rows. */
  results: ReportResult[]
  /** Ids of the reports that are new. */
  fresh: string[]
}

/** Writes reports, each person's of a revision for a policy once: who repeats one is answered with the one that is there. */
export async function insertReports(
  trx: Trx,
  actor: Actor,
  rows: readonly ReportRow[],
  now: Date,
): Promise<InsertedReports> {
  const input = JSON.stringify(rows.map((row, index) => ({ ...row, index })))
  const { rows: inserted } = await sql<{ id: string }>`
    insert into moderation_report (case_id, reporter_id, policy_id, evidence_id, revision, reason, comment, opening, received_by,
      created_at)
    select row.case_id, row.reporter_id, row.policy_id, evidence.id, evidence.revision, row.reason, row.comment, coalesce(decided.opening, row.opening),
      ${actorRef(actor)}, ${now}::timestamptz
    from jsonb_to_recordset(${input}::jsonb) as row (index int, case_id bigint, reporter_id bigint, policy_id uuid,
      evidence_id bigint, reason text, comment text, opening int)
    join moderation_evidence as evidence on evidence.id = row.evidence_id
    -- A revision that was decided before the newest one came belongs to the opening of that decision.
    left join lateral (
      select decision.opening from moderation_case as self join moderation_decision as decision on decision.case_id = self.id
      where self.id = row.case_id and evidence.revision < self.item_revision and decision.revision >= evidence.revision
        and decision.revision < self.item_revision and ${IS_IN_EFFECT}
      order by decision.revision, decision.decided_at desc limit 1
    ) as decided on true
    order by row.index
    on conflict on constraint moderation_report_once do nothing
    returning id`.execute(trx)
  const fresh = inserted.map(({ id }) => id)
  const isFresh = new Set(fresh)
  const answered = new Set<string>()
  const results = (await readAnswers(trx, input)).map(
    ({ id, case_id: caseId, is_repeated: isRepeated }): ReportResult => {
      const isFirst = isFresh.has(id) && !isRepeated && !answered.has(id)
      answered.add(id)
      return { status: isFirst ? 201 : 200, reportId: id, caseId }
    },
  )
  return { results, fresh }
}

interface Answer {
  id: string
  case_id: number
  /** Whether the same person had reported another revision of it for the same policy. */
  is_repeated: boolean
}

async function readAnswers(trx: Trx, input: string): Promise<Answer[]> {
  const { rows } = await sql<Answer>`
    select report.id, report.case_id, exists (
        select from moderation_report as other
        where other.case_id = report.case_id and other.reporter_id is not distinct from report.reporter_id
          and other.policy_id is not distinct from report.policy_id and other.id <> report.id
          and (other.created_at < report.created_at or other.revision < report.revision)
      ) as is_repeated
    from jsonb_to_recordset(${input}::jsonb) as row (index int, case_id bigint, reporter_id bigint, policy_id uuid,
      evidence_id bigint)
    join moderation_evidence as evidence on evidence.id = row.evidence_id
    join moderation_report as report on report.case_id = row.case_id and report.revision = evidence.revision
      and report.reporter_id is not distinct from row.reporter_id and report.policy_id is not distinct from row.policy_id
    order by row.index`.execute(trx)
  return rows
}
