import type { FieldProblem } from '@/components/screen/show-problem'
import { validationMessage } from '@/lib/core/validation-message'
import { type RuleAction, type RuleBody, ruleBody } from '@/lib/moderation/engine/schema'
import { type DraftCondition, emptyCondition, toCondition, toDraftCondition } from './condition-draft'

export interface RuleDraft {
  name: string
  join: 'any' | 'all'
  conditions: DraftCondition[]
  opensCase: boolean
  severity: string
  hides: boolean
  mutes: boolean
  minutes: string
  dailyCap: string
}

export const emptyDraft = (): RuleDraft => ({
  name: '',
  join: 'any',
  conditions: [emptyCondition('keywords')],
  opensCase: true,
  severity: '2',
  hides: false,
  mutes: false,
  minutes: '60',
  dailyCap: '200',
})

/** A saved rule as the form shows it. */
export function toDraft({ name, when, then }: RuleBody, dailyCap: number): RuleDraft {
  const list = 'any' in when ? when.any : 'all' in when ? when.all : [when]
  const opening = then.find((action) => action.type === 'openCase')
  const mute = then.find((action) => action.type === 'mute')
  return {
    name,
    join: 'all' in when ? 'all' : 'any',
    conditions: list.map(toDraftCondition),
    opensCase: opening !== undefined,
    severity: String(opening?.severity ?? 2),
    hides: then.some(({ type }) => type === 'hide'),
    mutes: mute !== undefined,
    minutes: String(mute?.minutes ?? 60),
    dailyCap: String(dailyCap),
  }
}

/** A rule as it is sent. */
export interface ReadDraft {
  body: RuleBody
  dailyCap: number
}

/** The rule that a draft says, checked by the schema that the server uses, or what is wrong with it: `name`, `when.any.0.words`, `then`, `dailyCap`. */
export function readDraft(draft: RuleDraft): ReadDraft | { problems: FieldProblem[] } {
  const problems: FieldProblem[] = []
  const list = draft.conditions.map((condition, index) => {
    try {
      return toCondition(condition)
    } catch {
      problems.push({ path: `when.${draft.join}.${index}`, message: 'Enter valid JSON.' })
      return null
    }
  })
  const actions = [
    ...(draft.opensCase ? [{ type: 'openCase', severity: Number(draft.severity) }] : []),
    ...(draft.hides ? [{ type: 'hide' }] : []),
    ...(draft.mutes ? [{ type: 'mute', minutes: Number(draft.minutes) }] : []),
  ] as RuleAction[]
  const dailyCap = Number(draft.dailyCap)
  if (!Number.isInteger(dailyCap) || dailyCap < 1)
    problems.push({ path: 'dailyCap', message: 'Enter a whole number of 1 or more.' })
  if (problems.length > 0) return { problems }
  // biome-ignore lint/suspicious/noThenProperty: the word of the API; a rule is never awaited.
  const rule = { name: draft.name, when: { [draft.join]: list }, then: actions }
  const read = ruleBody.safeParse(rule, { error: validationMessage })
  if (read.success) return { body: read.data, dailyCap }
  return { problems: read.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) }
}
