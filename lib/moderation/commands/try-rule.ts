import { type Actor, requirePermission } from '@/lib/staff/actor'
import { matcherHost, ruleSet } from '../engine/host'
import type { RuleInput, RuleTestView } from '../schema/automatic-rules'
import { refuseUnusable } from './manage-rules'

/**
 * Holds a rule, saved or not, against one text. What a text does not tell (account age, floods) is unknown, and so no match.
 * @throws DomainError `permission.denied`; `rule.unusable` (invalid); `rules.busy`, `rules.timeout` and the like
 */
export async function tryRule(
  actor: Actor,
  { rule: { dailyCap: _, ...body }, text }: { rule: RuleInput; text: string },
): Promise<RuleTestView> {
  requirePermission(actor, 'rules:read')
  refuseUnusable(body)
  const [screening] = await matcherHost().screen(ruleSet([body]), [{ text }], { hits: true })
  const match = screening?.matched[0]
  return { matched: match !== undefined, hits: match?.hits ?? [] }
}
