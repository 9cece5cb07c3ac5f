import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'

interface Settlement {
  caseId: number
  opening: number
  decisionId: string
  outcome: 'right' | 'wrong'
}

/**
 * Notes what the complaints of a case's present opening turned out to be, and counts it for each reporter once. Answers the
 * reporters, whose other reports weigh something else from now on.
 */
export async function resolveReports(
  trx: Trx,
  { caseId, opening, decisionId, outcome }: Settlement,
): Promise<number[]> {
  const { rows } = await sql<{ reporter_id: number | null }>`
    update moderation_report set outcome = ${outcome}, settled_by = ${decisionId}
    where case_id = ${caseId} and opening = ${opening} and outcome is null
    returning reporter_id`.execute(trx)
  return count(trx, rows, outcome, 1)
}

/** The same for one report that came after the decision. Who had reported for another policy before is counted already. */
export async function resolveReport(
  trx: Trx,
  {
    id,
    reporterId,
    decisionId,
    outcome,
  }: { id: string; reporterId: number | null; decisionId: string; outcome: 'right' | 'wrong' },
): Promise<void> {
  const { rows } = await sql<{ reporter_id: number | null }>`
    update moderation_report as report set outcome = ${outcome}, settled_by = ${decisionId} where id = ${id}
    returning (select ${reporterId}::bigint where not exists (
      select from moderation_report as other
      where other.settled_by = ${decisionId} and other.reporter_id = report.reporter_id and other.id <> report.id
    )) as reporter_id`.execute(trx)
  await count(trx, rows, outcome, 1)
}

/** Takes back what `resolveReports` noted for a decision. Answers the reporters. */
export async function reopenReports(trx: Trx, decisionId: string): Promise<number[]> {
  const { rows } = await sql<{ reporter_id: number | null; outcome: 'right' | 'wrong' }>`
    with settled as (select id, outcome from moderation_report where settled_by = ${decisionId} for update)
    update moderation_report as report set outcome = null, settled_by = null from settled where settled.id = report.id
    returning report.reporter_id, settled.outcome`.execute(trx)
  const outcome = rows[0]?.outcome
  return outcome ? count(trx, rows, outcome, -1) : []
}

async function count(
  trx: Trx,
  rows: readonly { reporter_id: number | null }[],
  outcome: 'right' | 'wrong',
  by: 1 | -1,
): Promise<number[]> {
  // In one order for all, so that decisions about the same reporters wait for each other and never in a circle.
  const reporters = [...new Set(rows.flatMap(({ reporter_id: id }) => id ?? []))].sort((a, b) => a - b)
  if (reporters.length === 0) return []
  const column = sql.ref(outcome)
  await sql`insert into reporter_accuracy (member_id) select unnest(${reporters}::bigint[]) on conflict do nothing`.execute(
    trx,
  )
  await sql`
    with held as (
      select member_id from reporter_accuracy where member_id = any(${reporters}::bigint[]) order by member_id for update
    )
    update reporter_accuracy as self set ${column} = ${column} + ${by} from held where held.member_id = self.member_id`.execute(
    trx,
  )
  return reporters
}
