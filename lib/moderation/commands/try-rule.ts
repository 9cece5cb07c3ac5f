import type { Db } from '@/lib/core/db/types'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { matcherHost, ruleSet } from '../engine/host'
import type { RuleInput, RuleTestView } from '../schema/automatic-rules'
import { findScores } from './classifiers/find-scores'
import { rejectUnusableRule } from './manage-rules'

/**
 * Holds a rule, saved or not, against one text. Classifiers are asked; what else a text does not tell (account age, floods) is
 * unknown, and so no match: `missing` says what the rule would have needed.
 * @throws DomainError `permission.denied`; `rule.unusable` (invalid); `rules.busy`, `rules.timeout` and the like
 */
export async function tryRule(
  db: Db,
  actor: Actor,
  { rule: { dailyCap: _, ...body }, text }: { rule: RuleInput; text: string },
): Promise<RuleTestView> {
  requirePermission(actor, 'rules:read')
  await rejectUnusableRule(body)
  const rules = ruleSet([body])
  const { signals } = await findScores(db, rules, [{ text }])
  const [screening] = await matcherHost().screen(rules, [{ text, signals: signals[0] ?? {} }], { hits: true })
  const match = screening?.matched[0]
  const missing = screening?.unknown[0]?.missing
  return { matched: match !== undefined, hits: match?.hits ?? [], ...(missing ? { missing } : {}) }
}
