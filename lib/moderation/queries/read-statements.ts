import { sql } from 'kysely'
import { toMicrosecondIso } from '@/lib/core/db/microsecond-iso'
import type { ReadDb } from '@/lib/core/db/types'
import type { Period } from '../rules/periods'
import type { DecidedFacts } from '../rules/statement-facts'
import { type Outcome, type StatementContext, toStatement } from '../rules/statements'
import type { DsaDetails } from '../schema/dsa-details'

const PAGE_DECISIONS = 500

/** A place in the order of decisions. */
export interface StatementCursor {
  at: string
  id: string
}

export interface JudgedDecision {
  decisionId: string
  caseId: number
  /** To go on behind it. */
  place: StatementCursor
  outcome: Outcome
}

interface StatementFilter {
  period: Period
  context: StatementContext
  after?: StatementCursor | null
  signal?: AbortSignal | undefined
}

/** What becomes of each decision of a period as a statement of reasons, in the order in which they were decided. */
export async function* judgeDecisions(db: ReadDb, asked: StatementFilter): AsyncGenerator<JudgedDecision> {
  let after = asked.after ?? null
  for (;;) {
    const rows: Row[] = await readPage(db, asked, after)
    for (const row of rows) {
      const place = { at: row.exactAt, id: row.id }
      yield { decisionId: row.id, caseId: row.caseId, place, outcome: toStatement(toFacts(row), asked.context) }
      after = place
    }
    if (rows.length < PAGE_DECISIONS) return
  }
}

type Row = Omit<DecidedFacts, 'policy' | 'madeAt' | 'actions'> & {
  caseId: number
  exactAt: string
  actions: { type: DecidedFacts['actions'][number]['type']; until: string | null; isByLadder: boolean }[] | null
  saidAt: string | null
  mirroredAt: Date | null
  policyId: string | null
  policyName: string
  dsa: DsaDetails | null
}

/**
 * A decision of a rule names no policy: it has that of the person's decision that followed in the same opening of the case, and
 * where that one let the item stand, what the rule had done is taken back.
 */
async function readPage(
  db: ReadDb,
  { period, signal }: StatementFilter,
  after: StatementCursor | null,
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select page.id, page.case_id as "caseId", page.decided_at as at, ${toMicrosecondIso(sql`page.decided_at`)} as "exactAt",
      page.decided_by as by, page.item_type as "itemType", page.content ->> 'createdAt' as "saidAt",
      policy.id as "policyId", policy.name as "policyName", policy.dsa,
      (select later.id from moderation_decision as later where later.reverses_id = page.id) is not null
        or coalesce(page.decided_by = 'system' and followed.id is not null and followed.policy_id is null, false)
        as "isTakenBack",
      (select jsonb_agg(jsonb_build_object('type', type, 'until', until, 'isByLadder', detail ? 'ladder') order by position)
        from moderation_action where decision_id = page.id) as actions,
      case page.item_type
        when 'message' then (
          select message_key.sent_at from origin join message_key on message_key.origin_id = origin.id
          where message_key.external_id = page.item_id order by message_key.sent_at limit 1)
        when 'member' then (select joined_at from member where id = page.member_id)
      end as "mirroredAt",
      least(page.decided_at, page.first_report_at,
        (select min(captured_at) from moderation_evidence where case_id = page.case_id)) as "seenAt",
      (select min(created_at) from moderation_report
        where case_id = page.case_id and opening = page.opening and created_at <= page.decided_at) as "reportedAt",
      (select min(hit.at) from rule_hit as hit
        where hit.case_id = page.case_id and hit.opening = page.opening and hit.mode = 'live' and hit.at <= page.decided_at
      ) as "hitAt"
    from (
      select decision.*, self.item_type, self.item_id, self.member_id, self.content
      from moderation_decision as decision join moderation_case as self on self.id = decision.case_id
      where decision.reverses_id is null and decision.decided_at >= ${period.from} and decision.decided_at < ${period.to}
        ${after ? sql`and (decision.decided_at, decision.id) > (${after.at}::timestamptz, ${after.id}::uuid)` : sql``}
      order by decision.decided_at, decision.id limit ${sql.lit(PAGE_DECISIONS)}
    ) as page
    left join lateral (
      select human.id, human.policy_id from moderation_decision as human
      where page.decided_by = 'system' and human.case_id = page.case_id and human.opening = page.opening
        and human.decided_by <> 'system' and human.reverses_id is null and human.decided_at >= page.decided_at
        and not exists (select from moderation_decision as undone where undone.reverses_id = human.id)
        and not exists (select from moderation_action as handed where handed.decision_id = human.id and handed.type = 'escalate')
      order by human.decided_at, human.id limit 1
    ) as followed on true
    left join policy on policy.id = coalesce(page.policy_id, followed.policy_id)
    order by page.decided_at, page.id`.execute(db, { signal, inflightQueryAbortStrategy: 'cancel query' })
  return rows
}

const toFacts = ({ saidAt, mirroredAt, policyId, policyName, dsa, actions, ...row }: Row): DecidedFacts => ({
  ...row,
  madeAt: saidAt === null ? mirroredAt : new Date(saidAt),
  actions: (actions ?? []).map((action) => ({
    ...action,
    until: action.until === null ? null : new Date(action.until),
  })),
  policy: policyId === null ? null : { id: policyId, name: policyName, dsa },
})
