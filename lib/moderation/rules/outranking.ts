import type { ActionType } from '../schema/decisions'

/** What rules do to an item and its author until a person has looked. */
export type AutomaticType = 'hide' | 'mute'

/** What an action says of the same thing as what a rule does; null where it says nothing of it. */
const ASPECTS: Partial<Record<ActionType, AutomaticType>> = {
  keep: 'hide',
  hide: 'hide',
  remove: 'hide',
  restore: 'hide',
  mute: 'mute',
}
export const aspectOf = (type: ActionType): AutomaticType | null => ASPECTS[type] ?? null

export interface Lifting {
  type: AutomaticType
  /** Whether the platform has to hear the contrary; else the decision's own action tells it how things are now. */
  isTold: boolean
}

/**
 * What a person's decision takes the place of, of all that rules did pending review: whatever it says of the item ends what they
 * did to it, its own mute theirs, and who lets the item be lets its author be as well.
 */
export function liftedBy(types: readonly ActionType[]): Lifting[] {
  const aspects = new Set(types.map(aspectOf))
  const isHarmless = types.includes('keep') || types.includes('restore')
  return [
    ...(aspects.has('hide') ? [{ type: 'hide' as const, isTold: types.includes('keep') }] : []),
    ...(aspects.has('mute') || isHarmless ? [{ type: 'mute' as const, isTold: !aspects.has('mute') }] : []),
  ]
}
