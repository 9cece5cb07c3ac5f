import type { ActionType } from '../schema/decisions'
import type { DsaDetails } from '../schema/dsa-details'
import type { Statement } from '../schema/statements'
import { fillTemplate } from '../schema/template'
import type { ItemType } from '../terms'

/** What is known of a decision; nothing of it is personal. */
export interface DecidedFacts {
  id: string
  at: Date
  /** `system`, `cli`, `staff:<id>` or `key:<id>`. */
  by: string
  actions: readonly { type: ActionType; until: Date | null; isByLadder: boolean }[]
  /** By a reversal, or because a person let stand what a rule had acted on. */
  isTakenBack: boolean
  itemType: ItemType
  /** When the content was made, as far as anybody said. */
  madeAt: Date | null
  /** When it was first known here. */
  seenAt: Date
  /** The first complaint and the first hit of a live rule in the case's opening, up to the decision. */
  reportedAt: Date | null
  hitAt: Date | null
  policy: { id: string; name: string; dsa: DsaDetails | null } | null
}

const ITEM_LABELS: Record<ItemType, string> = {
  message: 'message',
  member: 'profile',
  link: 'link',
  image: 'image',
  custom: 'item',
}

const ACTION_TEXTS: Partial<Record<ActionType, string>> = {
  remove: 'it was removed',
  hide: 'it was hidden',
  mute: 'its author was temporarily muted',
  suspend: 'the account was temporarily suspended',
  ban: 'the account was closed',
  warn: 'its author was warned',
  custom: 'the platform took a custom measure',
}

/** Facts of a statement: the policy's text, or a sentence; no word in them comes from a member or about one. */
export function factsOf(decided: DecidedFacts, policy: { name: string; dsa: DsaDetails }): string {
  const action = factText(decided.actions.flatMap(({ type }) => ACTION_TEXTS[type] ?? []))
  const source = sourceText(decided)
  const item = ITEM_LABELS[decided.itemType]
  if (policy.dsa.facts !== '') return fillTemplate(policy.dsa.facts, { policy: policy.name, action, item, source })
  return `The ${item} was found to break the policy “${policy.name}”: ${action}. It was brought to our attention by ${source}.`
}

function sourceText({ by, reportedAt, hitAt }: DecidedFacts): string {
  const source = sourceOf({ isAutomatic: by === 'system', reportedAt, hitAt })
  if (source === 'SOURCE_TYPE_OTHER_NOTIFICATION') return 'a member’s report'
  return by === 'system' || hitAt ? 'an automatic rule' : 'the moderation team'
}

const factText = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

/** A complaint is a notification where it came before any rule; a rule, or somebody of the team, is our own initiative. */
export function sourceOf({
  isAutomatic,
  reportedAt,
  hitAt,
}: Pick<DecidedFacts, 'reportedAt' | 'hitAt'> & { isAutomatic: boolean }): Statement['source_type'] {
  const isReported = !isAutomatic && reportedAt !== null && (hitAt === null || reportedAt < hitAt)
  return isReported ? 'SOURCE_TYPE_OTHER_NOTIFICATION' : 'SOURCE_VOLUNTARY'
}
