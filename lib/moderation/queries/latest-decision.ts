import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'

/** Who decided a case last, what and when: what a conflict names. */
export interface LatestDecision {
  actor: string
  /** The actions' types, joined by `, `. */
  action: string
  at: string
}

export async function findLatestDecision(db: ReadDb, caseId: number): Promise<LatestDecision | null> {
  const { rows } = await sql<{ actor: string; action: string; at: Date }>`
    select actor_name(decision.decided_by) as actor, decision.decided_at as at,
      (select string_agg(type, ', ' order by position) from moderation_action where decision_id = decision.id) as action
    from moderation_decision as decision
    where decision.case_id = ${caseId} and decision.reverses_id is null
    order by decision.decided_at desc limit 1`.execute(db)
  const row = rows[0]
  return row ? { actor: row.actor ?? 'Someone', action: row.action ?? '', at: row.at.toISOString() } : null
}
