import {
  type Condition,
  type LeafCondition,
  type RuleAction,
  type RuleBody,
  ruleBody,
} from '@/lib/moderation/engine/schema'

/** Kinds that have fields of their own; any other condition is written as JSON. */
export const FORM_KINDS = [
  'keywords',
  'regex',
  'links',
  'invites',
  'mentions',
  'caps',
  'accountAge',
  'flood',
  'duplicate',
] as const
export type FormKind = (typeof FORM_KINDS)[number]

/** One condition as it is being typed: all texts, so that a half-typed number is no fault yet. */
export interface DraftCondition {
  key: number
  kind: FormKind | 'json'
  /** Words, domains, an expression or JSON. */
  text: string
  match: 'word' | 'substring' | 'wildcard'
  normalise: boolean
  allow: string
  mode: 'listed' | 'any' | 'unlisted'
  by: 'author' | 'channel'
  /** Percent, hours, mentions or items, by the kind. */
  amount: string
  seconds: string
  flags: string
}

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

let nextKey = 1

const AMOUNTS: Partial<Record<DraftCondition['kind'], string>> = {
  caps: '70',
  accountAge: '24',
  mentions: '5',
  flood: '10',
  duplicate: '3',
}

export const emptyCondition = (kind: DraftCondition['kind']): DraftCondition => ({
  key: nextKey++,
  kind,
  text: '',
  match: 'word',
  normalise: false,
  allow: '',
  mode: 'listed',
  by: 'author',
  amount: AMOUNTS[kind] ?? '',
  seconds: '60',
  flags: 'i',
})

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

function toDraftCondition(condition: Condition): DraftCondition {
  const as = (kind: FormKind, given: Partial<DraftCondition>) => ({ ...emptyCondition(kind), ...given })
  if (!('kind' in condition)) return asJson(condition)
  switch (condition.kind) {
    case 'keywords': {
      const { words, match, normalise, allow = [] } = condition
      return as('keywords', { text: words.join('\n'), match, normalise, allow: allow.join('\n') })
    }
    case 'regex':
      return as('regex', { text: condition.pattern, flags: condition.flags })
    case 'links':
      return as('links', { text: condition.domains.join('\n'), mode: condition.mode })
    case 'invites':
      return condition.platforms ? asJson(condition) : as('invites', {})
    case 'mentions':
      return as('mentions', { amount: String(condition.atLeast) })
    case 'caps':
      return condition.minLength === 10 ? as('caps', { amount: String(condition.share * 100) }) : asJson(condition)
    case 'accountAge':
      return as('accountAge', { amount: String(condition.underHours) })
    case 'flood':
      return as('flood', { amount: String(condition.count), seconds: String(condition.seconds), by: condition.by })
    case 'duplicate':
      return as('duplicate', { amount: String(condition.count), seconds: String(condition.seconds) })
    default:
      return asJson(condition)
  }
}

const asJson = (condition: Condition): DraftCondition => ({
  ...emptyCondition('json'),
  text: JSON.stringify(condition, null, 2),
})

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

function toCondition(draft: DraftCondition): unknown {
  const amount = Number(draft.amount)
  const seconds = Number(draft.seconds)
  switch (draft.kind) {
    case 'keywords': {
      const allow = lines(draft.allow)
      const { match, normalise } = draft
      return { kind: 'keywords', words: lines(draft.text), match, normalise, ...(allow.length > 0 ? { allow } : {}) }
    }
    case 'regex':
      return { kind: 'regex', pattern: draft.text, flags: draft.flags }
    case 'links':
      return { kind: 'links', domains: draft.mode === 'any' ? [] : lines(draft.text), mode: draft.mode }
    case 'invites':
      return { kind: 'invites' }
    case 'mentions':
      return { kind: 'mentions', atLeast: amount }
    case 'caps':
      return { kind: 'caps', share: amount / 100 }
    case 'accountAge':
      return { kind: 'accountAge', underHours: amount }
    case 'flood':
      return { kind: 'flood', count: amount, seconds, by: draft.by }
    case 'duplicate':
      return { kind: 'duplicate', count: amount, seconds }
    case 'json':
      return JSON.parse(draft.text)
  }
}

export interface DraftProblem {
  /** `name`, `when.any.0.words`, `then`, `dailyCap`. */
  path: string
  message: string
}

/** The rule that a draft says, checked by the schema that the server uses, or what is wrong with it. */
export function readDraft(draft: RuleDraft): { body: RuleBody; dailyCap: number } | { problems: DraftProblem[] } {
  const problems: DraftProblem[] = []
  const list = draft.conditions.map((condition, index) => {
    try {
      return toCondition(condition)
    } catch {
      problems.push({ path: `when.${draft.join}.${index}`, message: 'This is not JSON.' })
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
    problems.push({ path: 'dailyCap', message: 'Give a whole number from 1 on.' })
  if (problems.length > 0) return { problems }
  // biome-ignore lint/suspicious/noThenProperty: the word of the API; a rule is never awaited.
  const read = ruleBody.safeParse({ name: draft.name, when: { [draft.join]: list }, then: actions })
  if (read.success) return { body: read.data, dailyCap }
  return { problems: read.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) }
}

/** The leaves of a tree with their depth, to be read one a line. */
export function flatten(
  condition: Condition,
  depth = 0,
): { depth: number; word: string | null; leaf: LeafCondition | null }[] {
  if ('kind' in condition) return [{ depth, word: null, leaf: condition }]
  if ('not' in condition) return [{ depth, word: 'Not', leaf: null }, ...flatten(condition.not, depth + 1)]
  const [word, list] = 'any' in condition ? ['Any of', condition.any] : ['All of', condition.all]
  return [{ depth, word, leaf: null }, ...list.flatMap((inner) => flatten(inner, depth + 1))]
}
