import { countOf } from '@/components/ui/format'
import { formatDateTime } from '@/lib/core/time/format'
import type { CaseDetail, CaseSummary } from '@/lib/moderation/schema/cases'
import type { ActionInput } from '@/lib/moderation/schema/decisions'
import type { PolicyView } from '@/lib/moderation/schema/policies'

const TITLE_MAX = 140
/** Of a case that is ticked to be decided on in its line: all that people say in one go, and of the rest enough. */
export const WHOLE_MAX = 2_000
const DAY_MS = 86_400_000

export const TYPE_LABELS: Record<CaseSummary['itemType'], string> = {
  message: 'message',
  member: 'member',
  link: 'link',
  image: 'image',
  custom: 'item',
}

/** A case in a line: what was said, or what the item is called. */
export function titleOf(
  { content, itemType, itemId, member, isErased }: CaseSummary,
  /** So much of what was said. */
  max: number = TITLE_MAX,
): string {
  if (isErased) return `An erased ${TYPE_LABELS[itemType]}`
  // The address of a picture tells nobody anything.
  const address = itemType === 'image' ? null : content.url
  const text = content.text?.replace(/\s+/g, ' ').trim() || content.name || address
  if (text) return text.length > max ? `${text.slice(0, max - 1).trimEnd()}…` : text
  if (itemType === 'member') return member?.name ?? member?.externalId ?? itemId
  return `${itemType === 'image' ? 'An' : 'A'} ${TYPE_LABELS[itemType]} without text, ${itemId}`
}

/** Why it is here: "Spam, Hate · 3 reports". */
export function caseReasonText(
  { policies, reports, ruleHits }: CaseSummary,
  names: ReadonlyMap<string, string>,
): string {
  const named = policies.flatMap((id) => names.get(id) ?? [])
  const parts = [
    named.join(', '),
    reports > 0 ? countOf(reports, 'report') : '',
    ruleHits > 0 ? countOf(ruleHits, 'rule hit') : '',
  ]
  return parts.filter(Boolean).join(' · ')
}

/** How a score is shown: whole, above 999 as that. */
export const shownScore = (score: number): string =>
  score > 999 ? '999+' : score >= 10 ? String(Math.round(score)) : score.toFixed(1)

export function toneOfScore(score: number): 'danger' | 'warn' | 'neutral' {
  if (score >= 80) return 'danger'
  return score >= 25 ? 'warn' : 'neutral'
}

const DONE: Record<ActionInput['type'], string> = {
  keep: 'Kept',
  hide: 'Hidden',
  remove: 'Removed',
  restore: 'Restored',
  warn: 'Warned',
  mute: 'Muted',
  suspend: 'Suspended',
  ban: 'Banned',
  escalate: 'Escalated',
  custom: 'Custom action',
}
const wordOf = (type: string): string => (type in DONE ? DONE[type as ActionInput['type']] : type)

/** "Removed and warned". */
export function doneText(actions: readonly { type: string }[]): string {
  const words = actions.map(({ type }, index) => (index === 0 ? wordOf(type) : wordOf(type).toLowerCase()))
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1)}` : (words[0] ?? 'Decided')
}

/** Until when what lasts lasts, and what the platform calls its own: " · muted until 27 Nov, 14:00". */
export function endsOf(actions: CaseDetail['decisions'][0]['actions'], zone: string): string {
  const parts = actions.flatMap(({ type, until, detail }) => {
    if (type === 'custom') return typeof detail.name === 'string' ? [detail.name] : []
    return until ? [`${wordOf(type).toLowerCase()} until ${formatDateTime(until, zone)}`] : []
  })
  return parts.map((part) => ` · ${part}`).join('')
}

/** What the platform answered to a delivery, and what it calls what it did: " (applied, act-42)". */
export function receiverText({ status, externalId }: NonNullable<CaseDetail['deliveries'][0]['receiver']>): string {
  const words = [status, externalId].filter(Boolean).join(', ')
  return words ? ` (${words})` : ''
}

/** One press, one decision. */
export interface Choice {
  /** 1 to 9. */
  key: string
  label: string
  needsPolicy: boolean
  needsMember: boolean
  /** Only where the item is not in sight. */
  needsHidden?: boolean
  actions: (now: number) => ActionInput[]
  /** What will happen whatever the case; effectsOf() has the rest. */
  effects: readonly string[]
}

export const CHOICES: readonly Choice[] = [
  {
    key: '1',
    label: 'Remove and warn',
    needsPolicy: true,
    needsMember: true,
    actions: () => [{ type: 'remove' }, { type: 'warn' }],
    effects: ['The item is removed', 'The author is warned'],
  },
  {
    key: '2',
    label: 'Remove',
    needsPolicy: true,
    needsMember: false,
    actions: () => [{ type: 'remove' }],
    effects: ['The item is removed'],
  },
  {
    key: '3',
    label: 'Hide',
    needsPolicy: true,
    needsMember: false,
    actions: () => [{ type: 'hide' }],
    effects: ['The item is hidden from others'],
  },
  {
    key: '4',
    label: 'Keep',
    needsPolicy: false,
    needsMember: false,
    actions: () => [{ type: 'keep' }],
    effects: ['The reports count as incorrect'],
  },
  {
    key: '5',
    label: 'Mute for a day',
    needsPolicy: true,
    needsMember: true,
    actions: () => [{ type: 'remove' }, { type: 'mute', minutes: 1_440 }],
    effects: ['The item is removed', 'The author can’t write for a day'],
  },
  {
    key: '6',
    label: 'Suspend for a week',
    needsPolicy: true,
    needsMember: true,
    actions: (now) => [{ type: 'remove' }, { type: 'suspend', until: new Date(now + 7 * DAY_MS).toISOString() }],
    effects: ['The item is removed', 'The author is suspended for a week'],
  },
  {
    key: '7',
    label: 'Remove and ban',
    needsPolicy: true,
    needsMember: true,
    actions: () => [{ type: 'remove' }, { type: 'ban' }],
    effects: ['The item is removed', 'The author is banned until the decision is reversed'],
  },
  {
    key: '8',
    label: 'Restore',
    needsPolicy: false,
    needsMember: false,
    needsHidden: true,
    actions: () => [{ type: 'restore' }],
    effects: [],
  },
]

/** The key of what the presets leave out: several actions, another length, a reason. */
export const CUSTOM_DECISION_KEY = '9'

/** The choices that make sense for a case. */
export const choicesFor = ({ member, contentState }: Pick<CaseSummary, 'member' | 'contentState'>): Choice[] =>
  CHOICES.filter(
    ({ needsMember, needsHidden }) => (member || !needsMember) && (contentState !== 'visible' || !needsHidden),
  )

export type HeldByRules = CaseDetail['heldByRules']

/** What becomes of what rules did to a case by a decision of these actions, line by line. */
export function rulesText(types: readonly ActionInput['type'][], held: HeldByRules): string[] {
  if (!held.includes('mute')) return []
  if (types.includes('keep') || types.includes('restore')) return ['The author can write again: the rule’s mute ends']
  if (types.includes('mute')) return ['This mute replaces the rule’s mute']
  return ['The rule’s mute continues']
}

/** What a choice will do to a case, for the pane beside. */
export function effectsOf(
  { actions, effects }: Choice,
  { contentState }: Pick<CaseSummary, 'contentState'>,
  held: HeldByRules,
): string[] {
  const types = actions(0).map(({ type }) => type)
  const isLetBe = types.includes('keep') || types.includes('restore')
  const hidden = held.includes('hide') ? 'The item that a rule hid is visible again' : 'The item is visible again'
  const item = contentState === 'visible' ? 'The item stays as it is' : hidden
  return [...(isLetBe ? [item] : []), ...effects, ...rulesText(types, held)]
}

/** The policy that is chosen until somebody chooses another: the gravest that the reports name. */
export function suggestedPolicy({ policies }: CaseSummary, all: readonly PolicyView[]): string | null {
  const named = all.filter(({ id, isArchived }) => policies.includes(id) && !isArchived)
  return named.sort((a, b) => b.severity - a.severity)[0]?.id ?? null
}
