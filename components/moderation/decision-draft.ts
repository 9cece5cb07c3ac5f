import type { CaseSummary } from '@/lib/moderation/schema/cases'
import type { ActionInput } from '@/lib/moderation/schema/decisions'

export const ITEM_CHOICES = ['none', 'keep', 'hide', 'remove', 'restore'] as const
export type ItemChoice = (typeof ITEM_CHOICES)[number]
export const SANCTIONS = ['warn', 'mute', 'suspend', 'ban'] as const
export type Sanction = (typeof SANCTIONS)[number]

const HOUR = 60
const DAY = 24 * HOUR
/** Lengths in minutes that are offered; any other is an end of its own. */
export const LENGTHS = [HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY, 90 * DAY] as const

/** An end in minutes from now, or as a local time of the reader's zone. */
export interface End {
  minutes: number | null
  /** As `<input type="datetime-local">` has it. */
  local: string
}

/** A decision while it is being put together. */
export interface DecisionDraft {
  item: ItemChoice
  measures: readonly Sanction[]
  mute: End
  suspend: End
  /** What the platform calls an action of its own; empty for none. */
  custom: string
  isConfirmed: boolean
  policyId: string | null
  reason: string
  note: string
}

export const startDecisionDraft = (
  summary: Pick<CaseSummary, 'contentState'>,
  policyId: string | null,
  note = '',
): DecisionDraft => ({
  item: summary.contentState === 'visible' ? 'remove' : 'none',
  measures: [],
  mute: { minutes: DAY, local: '' },
  suspend: { minutes: 7 * DAY, local: '' },
  custom: '',
  isConfirmed: false,
  policyId,
  reason: '',
  note,
})

const PUNITIVE_ITEM_CHOICES: readonly ItemChoice[] = ['hide', 'remove']

/** Keeping an item says that nothing was wrong: it stands alone. */
export const isExclusive = ({ item }: Pick<DecisionDraft, 'item'>): boolean => item === 'keep'

export const needsPolicy = (draft: DecisionDraft): boolean =>
  !isExclusive(draft) &&
  (PUNITIVE_ITEM_CHOICES.includes(draft.item) || draft.measures.length > 0 || draft.custom.trim() !== '')

/** What would be sent, in the order of item, member, platform's own; the ends are those of `toInstant`. */
export function toActions(draft: DecisionDraft, toInstant: (local: string) => string | null): ActionInput[] {
  if (isExclusive(draft)) return [{ type: 'keep' }]
  const lasting = (type: 'mute' | 'suspend'): ActionInput =>
    draft[type].minutes === null
      ? { type, until: toInstant(draft[type].local) ?? '' }
      : { type, minutes: draft[type].minutes }
  return [
    ...(draft.item === 'none' || draft.item === 'keep' ? [] : [{ type: draft.item }]),
    ...SANCTIONS.filter((measure) => draft.measures.includes(measure)).map((type) =>
      type === 'mute' || type === 'suspend' ? lasting(type) : { type },
    ),
    ...(draft.custom.trim()
      ? [{ type: 'custom' as const, name: draft.custom.trim(), isConfirmed: draft.isConfirmed }]
      : []),
  ]
}

export type DecisionField = 'item' | 'policy' | 'mute' | 'suspend' | 'custom'

/** What is missing, by field; the server says the same and more. */
export function problemsOf(
  draft: DecisionDraft,
  actions: readonly ActionInput[],
  now: number,
): Partial<Record<DecisionField, string>> {
  const problems: Partial<Record<DecisionField, string>> = {}
  if (actions.length === 0) problems.item = 'Choose an action.'
  if (needsPolicy(draft) && !draft.policyId) problems.policy = 'Choose a policy.'
  for (const action of actions) {
    if (action.type === 'custom' && !action.isConfirmed) problems.custom = 'Confirm this action. It can’t be undone.'
    if ((action.type === 'mute' || action.type === 'suspend') && action.minutes === undefined) {
      const end = Date.parse(action.until ?? '')
      if (Number.isNaN(end)) problems[action.type] = 'Enter an end time.'
      else if (end <= now) problems[action.type] = 'Enter an end time in the future.'
    }
  }
  return problems
}
