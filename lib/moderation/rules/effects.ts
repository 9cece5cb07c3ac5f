import type { ActionType } from '../schema/decisions'

/** What actions set anew: of those about one aspect one stands, here as on the platform. */
export type Effect = 'content' | 'mute' | 'suspend' | 'ban'

interface AspectTrait {
  target: 'item' | 'member'
  /** What sets it. */
  sets: readonly ActionType[]
  /** What the platform hears when nothing is set any more. */
  clears: string
}

const ASPECTS: Record<Effect, AspectTrait> = {
  content: { target: 'item', sets: ['hide', 'remove'], clears: 'restore' },
  mute: { target: 'member', sets: ['mute'], clears: 'unmute' },
  suspend: { target: 'member', sets: ['suspend'], clears: 'unsuspend' },
  ban: { target: 'member', sets: ['ban'], clears: 'unban' },
}

export const effectTrait = (aspect: Effect): AspectTrait => ASPECTS[aspect]

const BY_TYPE: Partial<Record<ActionType, Effect>> = {
  keep: 'content',
  hide: 'content',
  remove: 'content',
  restore: 'content',
  mute: 'mute',
  suspend: 'suspend',
  ban: 'ban',
}

/** What an action says something of; null where nothing stands after it. */
export const effectOf = (type: ActionType): Effect | null => BY_TYPE[type] ?? null

/** What the platform has been told of an aspect, or will be. */
export interface LastNotification {
  /** The decision that it was part of. */
  subject: string
  /** The earlier one that it repeats or denies; null where it was the decision's own action. */
  origin: string | null
  kind: string
  until: Date | null
  /** Before then it won't arrive; null where it may have. */
  dueAt: Date | null
  /** Whether it was sent before: it has arrived, or is on its way once more. */
  isTried: boolean
}

/** What of an aspect stands here. */
export interface ActiveAction {
  decisionId: string
  type: ActionType
  /** When it ends; null where it doesn't. */
  until: Date | null
}

export type PlatformUpdate =
  /** It knows how things stand. What was called off of that is sent after all. */
  | { tell: 'nothing' }
  /** The action that stands, once more. */
  | { tell: 'again' }
  /** The contrary of what it heard. */
  | { tell: 'contrary'; of: { decisionId: string; type: ActionType } }

/**
 * What the platform has to be told so that it ends where things stand here.
 * @param ended the decision that is taken back; null where one is made
 */
export function platformUpdateOf(
  aspect: Effect,
  { heard, standing, ended }: { heard: LastNotification | null; standing: ActiveAction | null; ended: string | null },
): PlatformUpdate {
  if (!heard) return { tell: 'nothing' }
  if (standing) {
    const isSame = heard.kind === standing.type && heard.until?.getTime() === standing.until?.getTime()
    return { tell: isSame ? 'nothing' : 'again' }
  }
  // What a person had restored and rules of ours had not hidden, the platform had hidden by itself.
  const isOwnRestore = heard.kind === 'restore' && heard.origin === null && heard.subject === ended
  const type = isOwnRestore ? 'restore' : ASPECTS[aspect].sets.find((one) => one === heard.kind)
  return type ? { tell: 'contrary', of: { decisionId: heard.origin ?? heard.subject, type } } : { tell: 'nothing' }
}
