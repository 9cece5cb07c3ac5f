import { compile } from '@/lib/moderation/engine/compile'
import { type RuleBody, type RuleHit, ruleBody } from '@/lib/moderation/engine/schema'
import type { Signals } from '@/lib/moderation/engine/signals'

/** A rule that opens a case where a condition holds. */
export const aRule = (when: unknown): RuleBody =>
  // biome-ignore lint/suspicious/noThenProperty: the word of the API; a rule is never awaited.
  ruleBody.parse({ name: 'a rule', when, then: [{ type: 'openCase', severity: 2 }] })

/** Whether a condition holds for a text: true, false, or null where a signal is missing. */
export function holds(when: unknown, text: string, signals: Signals = {}): boolean | null {
  const { matched, unknown } = compile([aRule(when)]).match({ text, signals })
  return unknown.length > 0 ? null : matched.length > 0
}

/** What a condition finds in a text. */
export const hitsOf = (when: unknown, text: string): RuleHit[] =>
  compile([aRule(when)]).match({ text }, { hits: true }).matched[0]?.hits ?? []

/** The pieces of the text that a condition finds. */
export const foundIn = (when: unknown, text: string): string[] =>
  hitsOf(when, text).map(({ start, end }) => text.slice(start, end))
