import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { cancelDeliveries } from '@/lib/webhooks/commands/cancel-deliveries'
import type { Effect } from '../../rules/effects'
import { type AutomaticType, overriddenBy } from '../../rules/overriding'
import type { ActionType } from '../../schema/decisions'

/** An action of a rule, with the decision that it is of. */
interface AutomaticAction {
  id: string
  decisionId: string
  type: AutomaticType
}

interface Ruling {
  caseId: number
  /** Of the person. */
  decisionId: string
  now: Date
}

/** What a decision has lifted, and what of that it doesn't tell the platform by itself. */
export interface OverriddenActions {
  actions: { decisionId: string; type: string }[]
  aspects: Effect[]
}

/**
 * A person's word outranks what rules did to the same item: what of it still stands and the decision speaks of ends with it, and is
 * told no more. The case's row is locked, so that a rule has acted either before, and is seen here, or finds the decision.
 */
export async function overrideAutomaticActions(
  trx: Trx,
  { caseId, decisionId, now }: Ruling,
): Promise<OverriddenActions> {
  const lifting = overriddenBy(await readTypes(trx, decisionId))
  if (lifting.length === 0) return { actions: [], aspects: [] }
  const { rows } = await sql<AutomaticAction>`
    update moderation_action as action set reversed_by = ${decisionId}
    from moderation_decision as made
    where made.id = action.decision_id and made.decided_by = 'system' and made.reverses_id is null
      and made.id <> ${decisionId} and action.case_id = ${caseId} and action.reversed_by is null
      and action.type = any(${lifting.map(({ type }) => type)}::text[])
      and (action.until is null or action.until > ${now}::timestamptz)
    returning action.id, action.decision_id as "decisionId", action.type`.execute(trx)
  for (const row of rows) await cancelDeliveries(trx, { subject: row.decisionId, kinds: [row.type] })
  const ended = new Set(rows.map(({ type }) => type))
  return {
    actions: rows.map((row) => ({ decisionId: row.decisionId, type: row.type })),
    aspects: lifting.flatMap(({ type, aspect }) => (aspect && ended.has(type) ? [aspect] : [])),
  }
}

/**
 * What a decision had lifted and stands again now that it is taken back. Where a later decision of a person says the same of it, it
 * stays lifted, by that one.
 */
export async function restoreAutomaticActions(
  trx: Trx,
  { caseId, decisionId }: Pick<Ruling, 'caseId' | 'decisionId'>,
): Promise<AutomaticAction[]> {
  const { rows } = await sql<AutomaticAction>`
    update moderation_action set reversed_by = null where case_id = ${caseId} and reversed_by = ${decisionId}
    returning id, decision_id as "decisionId", type`.execute(trx)
  if (rows.length === 0) return []
  const others = await readLaterRulings(trx, caseId, decisionId)
  const heirOf = ({ type }: AutomaticAction) =>
    others.find(({ types }) => overriddenBy(types).some((lifting) => lifting.type === type))
  for (const action of rows) {
    const heir = heirOf(action)
    if (heir) await sql`update moderation_action set reversed_by = ${heir.id} where id = ${action.id}`.execute(trx)
  }
  return rows.filter((action) => !heirOf(action))
}

async function readLaterRulings(
  trx: Trx,
  caseId: number,
  decisionId: string,
): Promise<{ id: string; types: ActionType[] }[]> {
  const { rows } = await sql<{ id: string; types: ActionType[] }>`
    select later.id, array(select type from moderation_action where decision_id = later.id) as types
    from moderation_decision as later join moderation_decision as undone on undone.id = ${decisionId}
    where later.case_id = ${caseId} and later.id <> undone.id and later.decided_at >= undone.decided_at
      and later.decided_by <> 'system' and later.reverses_id is null
      and not exists (select from moderation_decision where reverses_id = later.id)
    order by later.decided_at desc`.execute(trx)
  return rows
}

/** With what the ladder has added. */
async function readTypes(trx: Trx, decisionId: string): Promise<ActionType[]> {
  const { rows } = await sql<{ type: ActionType }>`
    select type from moderation_action where decision_id = ${decisionId}`.execute(trx)
  return rows.map(({ type }) => type)
}
