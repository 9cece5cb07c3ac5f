import type { Condition } from '@/lib/moderation/engine/schema'

/** Kinds that have fields of their own; any other condition is written as JSON. */
export const FORM_KINDS = [
  'keywords',
  'regex',
  'links',
  'invites',
  'mentions',
  'caps',
  'repetition',
  'accountAge',
  'flood',
  'duplicate',
  'raid',
  'classifier',
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
  /** What a raid is told by. */
  of: 'joins' | 'identical'
  /** Percent, hours, mentions or items, by the kind. */
  amount: string
  seconds: string
  flags: string
  /** Of a repetition; an empty one is not asked for. */
  characters: string
  words: string
  lines: string
  /** Of a classifier. */
  name: string
  label: string
}

let nextKey = 1

const AMOUNTS: Partial<Record<DraftCondition['kind'], string>> = {
  caps: '70',
  accountAge: '24',
  mentions: '5',
  flood: '10',
  duplicate: '3',
  raid: '20',
  classifier: '80',
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
  of: 'joins',
  amount: AMOUNTS[kind] ?? '',
  seconds: '60',
  flags: 'i',
  characters: '',
  words: '',
  lines: '',
  name: '',
  label: '',
})

const textOf = (value: number | undefined): string => (value === undefined ? '' : String(value))
/** 0.07 × 100 is not 7 in floating point. */
const percentOf = (share: number): string => String(Number((share * 100).toFixed(6)))

export function toDraftCondition(condition: Condition): DraftCondition {
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
      return condition.minLength === 10 ? as('caps', { amount: percentOf(condition.share) }) : asJson(condition)
    case 'repetition': {
      const { characters, words, lines } = condition
      return as('repetition', { characters: textOf(characters), words: textOf(words), lines: textOf(lines) })
    }
    case 'accountAge':
      return as('accountAge', { amount: String(condition.underHours) })
    case 'flood':
      return as('flood', { amount: String(condition.count), seconds: String(condition.seconds), by: condition.by })
    case 'duplicate':
      return as('duplicate', { amount: String(condition.count), seconds: String(condition.seconds) })
    case 'raid': {
      const { joins, identical, seconds } = condition
      const of = joins === undefined ? 'identical' : 'joins'
      return as('raid', { of, amount: textOf(joins ?? identical), seconds: String(seconds) })
    }
    case 'classifier':
      return as('classifier', {
        ...{ name: condition.name, label: condition.label },
        amount: percentOf(condition.atLeast),
      })
  }
}

const asJson = (condition: Condition): DraftCondition => ({
  ...emptyCondition('json'),
  text: JSON.stringify(condition, null, 2),
})

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

const numberOf = (text: string, name: string): Record<string, number> =>
  text.trim() === '' ? {} : { [name]: Number(text) }

/** What the schema of rules then checks. @throws SyntaxError where JSON is none */
export function toCondition(draft: DraftCondition): unknown {
  const amount = Number(draft.amount)
  const seconds = Number(draft.seconds)
  const { kind } = draft
  switch (kind) {
    case 'keywords': {
      const allow = linesOf(draft.allow)
      const { match, normalise } = draft
      return { kind, words: linesOf(draft.text), match, normalise, ...(allow.length > 0 ? { allow } : {}) }
    }
    case 'regex':
      return { kind, pattern: draft.text, flags: draft.flags }
    case 'links':
      return { kind, domains: draft.mode === 'any' ? [] : linesOf(draft.text), mode: draft.mode }
    case 'invites':
      return { kind }
    case 'mentions':
      return { kind, atLeast: amount }
    case 'caps':
      return { kind, share: amount / 100 }
    case 'repetition':
      return {
        kind,
        ...numberOf(draft.characters, 'characters'),
        ...numberOf(draft.words, 'words'),
        ...numberOf(draft.lines, 'lines'),
      }
    case 'accountAge':
      return { kind, underHours: amount }
    case 'flood':
      return { kind, count: amount, seconds, by: draft.by }
    case 'duplicate':
      return { kind, count: amount, seconds }
    case 'raid':
      return { kind, [draft.of]: amount, seconds }
    case 'classifier':
      return { kind, name: draft.name, label: draft.label, atLeast: amount / 100 }
    case 'json':
      return JSON.parse(draft.text)
  }
}
