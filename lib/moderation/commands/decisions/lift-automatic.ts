import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { type AutomaticType, liftedBy } from '../../rules/outranking'
import type { ActionType } from '../../schema/decisions'
import { tellAgain, tellLifted } from './tell-platform'

/** An action of a rule, with the decision that it is of. */
interface AutomaticAction {
  id: string
  decisionId: string
  type: AutomaticType
  until: Date | null
}

interface Ruling {
  caseId: number
  /** Of the person. */
  decisionId: string
  reason: string
  now: Date
}

/**
 * A person's word outranks what rules did to the same item: what of it still stands and the decision speaks of ends with it, and
 * the platform hears the contrary after the time in which the decision can be undone. The case's row is locked, so that a rule
 * has acted either before, and is seen here, or finds the decision. Answers what was lifted.
 */
export async function liftAutomatic(trx: Trx, ruling: Ruling): Promise<{ decisionId: string; type: string }[]> {
  const lifting = liftedBy(await readTypes(trx, ruling.decisionId))
  if (lifting.length === 0) return []
  const { rows } = await sql<AutomaticAction>`
    update moderation_action as action set reversed_by = ${ruling.decisionId}
    from moderation_decision as made
    where made.id = action.decision_id and made.decided_by = 'system' and made.reverses_id is null
      and made.id <> ${ruling.decisionId} and action.case_id = ${ruling.caseId} and action.reversed_by is null
      and action.type = any(${lifting.map(({ type }) => type)}::text[])
      and (action.until is null or action.until > ${ruling.now}::timestamptz)
    returning action.id, action.decision_id as "decisionId", action.type, action.until`.execute(trx)
  for (const { decisionId: automaticId, type } of rows) {
    const isTold = lifting.some((one) => one.type === type && one.isTold)
    await tellLifted(trx, { ...ruling, automaticId, type, isTold })
  }
  return rows.map(({ decisionId, type }) => ({ decisionId, type }))
}

/**
 * What a decision had lifted and stands again now that it is taken back. Where a later decision of a person says the same of it, it
 * stays lifted, by that one.
 */
export async function restoreAutomatic(
  trx: Trx,
  { caseId, decisionId }: Pick<Ruling, 'caseId' | 'decisionId'>,
): Promise<AutomaticAction[]> {
  const { rows } = await sql<AutomaticAction>`
    update moderation_action set reversed_by = null where case_id = ${caseId} and reversed_by = ${decisionId}
    returning id, decision_id as "decisionId", type, until`.execute(trx)
  if (rows.length === 0) return []
  const others = await readLaterRulings(trx, caseId, decisionId)
  const heirOf = ({ type }: AutomaticAction) =>
    others.find(({ types }) => liftedBy(types).some((lifting) => lifting.type === type))
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

/**
 * Has the platform do again what rules had done, where it may have heard otherwise. Of several mutes the one that ends last is told:
 * they may arrive in any order.
 * @param wasTold whether the platform has heard of the decision that had lifted it
 */
export async function tellRestored(
  trx: Trx,
  restored: readonly AutomaticAction[],
  { wasTold, now }: { wasTold: boolean; now: Date },
): Promise<void> {
  const end = Math.max(...restored.map(({ until }) => until?.getTime() ?? 0))
  for (const { decisionId: automaticId, type, until } of restored) {
    const isLast = type !== 'mute' || (until?.getTime() === end && end > now.getTime())
    await tellAgain(trx, { automaticId, type, isNeeded: isLast ? wasTold : null, now })
  }
}

/** With what the ladder has added. */
async function readTypes(trx: Trx, decisionId: string): Promise<ActionType[]> {
  const { rows } = await sql<{ type: ActionType }>`
    select type from moderation_action where decision_id = ${decisionId}`.execute(trx)
  return rows.map(({ type }) => type)
}
