import { invalid } from '@/lib/core/errors'
import type { ActionInput, ActionType } from '../schema/decisions'

/** What an action is done to, what takes it back (null: nothing), and whether it needs a policy and leaves a strike. */
interface Trait {
  target: 'item' | 'member' | 'case'
  inverse: string | null
  isPenal: boolean
}

const TRAITS: Record<ActionType, Trait> = {
  keep: { target: 'item', inverse: 'reopen', isPenal: false },
  hide: { target: 'item', inverse: 'restore', isPenal: true },
  remove: { target: 'item', inverse: 'restore', isPenal: true },
  restore: { target: 'item', inverse: 'hide', isPenal: false },
  warn: { target: 'member', inverse: 'unwarn', isPenal: true },
  mute: { target: 'member', inverse: 'unmute', isPenal: true },
  suspend: { target: 'member', inverse: 'unsuspend', isPenal: true },
  ban: { target: 'member', inverse: 'unban', isPenal: true },
  escalate: { target: 'case', inverse: 'deescalate', isPenal: false },
  custom: { target: 'item', inverse: null, isPenal: true },
}

export const ACTION_TYPES = Object.keys(TRAITS) as ActionType[]
/** Those that are against an item or its author. */
export const SANCTION_TYPES = ACTION_TYPES.filter((type) => TRAITS[type].isPenal)
export const actionInfo = (type: ActionType): Trait => TRAITS[type]
export const hasSanction = (actions: readonly Pick<ActionInput, 'type'>[]): boolean =>
  actions.some(({ type }) => TRAITS[type].isPenal)

/** Each says something of the item that the others deny. */
const EXCLUSIVE: readonly ActionType[] = ['keep', 'hide', 'remove', 'restore', 'escalate']

/**
 * Whether actions may stand in one decision.
 * @throws DomainError `decision.contradicts`, `decision.needs_policy`, `decision.needs_member`, `action.unconfirmed`, `action.over` (invalid)
 */
export function checkActions(
  actions: readonly ActionInput[],
  { policyId, hasMember, now }: { policyId: string | null; hasMember: boolean; now: Date },
): void {
  const exclusive = actions.filter(({ type }) => EXCLUSIVE.includes(type))
  const isAlone = actions.some(({ type }) => type === 'keep' || type === 'escalate')
  if (exclusive.length > 1 || (isAlone && actions.length > 1) || new Set(actions.map(keyOf)).size < actions.length)
    throw invalid('actions', 'These actions can’t be combined.', 'decision.contradicts')
  if (hasSanction(actions) && !policyId)
    throw invalid('policyId', 'Choose the policy that was broken.', 'decision.needs_policy')
  for (const [index, action] of actions.entries()) {
    if (TRAITS[action.type].target === 'member' && !hasMember)
      throw invalid(
        `actions.${index}`,
        'The author is unknown, so this action isn’t possible.',
        'decision.needs_member',
      )
    if (action.type === 'custom' && !action.isConfirmed)
      throw invalid(`actions.${index}.isConfirmed`, 'Confirm this action. It can’t be undone.', 'action.unconfirmed')
    const end = actionEndOf(action, now)
    if (end && end <= now) throw invalid(`actions.${index}.until`, 'The end must be in the future.', 'action.over')
  }
}

const keyOf = (action: ActionInput): string => (action.type === 'custom' ? `custom ${action.name}` : action.type)

export type ContentState = 'visible' | 'hidden' | 'removed'
const CONTENT: Partial<Record<ActionType, ContentState>> = {
  keep: 'visible',
  hide: 'hidden',
  remove: 'removed',
  restore: 'visible',
}

/** What became of an item: the last action about its content that was not reversed, in the order of the actions. */
export const contentStateOf = (actions: readonly { type: ActionType; isReversed: boolean }[]): ContentState =>
  actions.reduce<ContentState>(
    (state, { type, isReversed }) => (isReversed ? state : (CONTENT[type] ?? state)),
    'visible',
  )

export interface CurrentSanctions {
  mutedUntil: Date | null
  suspendedUntil: Date | null
  isBanned: boolean
}

/** What a member may not do at an instant, by the actions against them that were not reversed. */
export function currentSanctionsOf(
  actions: readonly { type: ActionType; until: Date | null; isReversed: boolean }[],
  now: Date,
): CurrentSanctions {
  const standing: CurrentSanctions = { mutedUntil: null, suspendedUntil: null, isBanned: false }
  for (const { type, until, isReversed } of actions) {
    if (isReversed) continue
    if (type === 'ban') standing.isBanned = true
    if (!until || until <= now) continue
    if (type === 'mute') standing.mutedUntil = later(standing.mutedUntil, until)
    if (type === 'suspend') standing.suspendedUntil = later(standing.suspendedUntil, until)
  }
  return standing
}

const later = (a: Date | null, b: Date): Date => (a && a > b ? a : b)

/** When an action against a member ends; null where it has no end. */
export function actionEndOf(action: ActionInput, now: Date): Date | null {
  if (action.type !== 'mute' && action.type !== 'suspend') return null
  return action.until ? new Date(action.until) : new Date(now.getTime() + (action.minutes ?? 0) * 60_000)
}

/**
 * What the complaints turned out to be: right where something was done, wrong where the item was kept; nothing while a case is only
 * handed on.
 */
export const outcomeOf = (actions: readonly Pick<ActionInput, 'type'>[]): 'right' | 'wrong' | null => {
  if (actions.some(({ type }) => type === 'escalate')) return null
  return hasSanction(actions) ? 'right' : 'wrong'
}
