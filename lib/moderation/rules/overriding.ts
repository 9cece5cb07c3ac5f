import type { ActionType } from '../schema/decisions'
import { type Effect, effectOf } from './effects'

/** What rules do to an item and its author until a person has looked. */
export type AutomaticType = 'hide' | 'mute'

export interface OverriddenAction {
  type: AutomaticType
  /** What the platform has to be told of besides; null where the decision's own action tells it how things are now. */
  aspect: Effect | null
}

/**
 * What a person's decision takes the place of, of all that rules did pending review: whatever it says of the item ends what they
 * did to it, its own mute theirs, and who lets the item be lets its author be as well.
 */
export function overriddenBy(types: readonly ActionType[]): OverriddenAction[] {
  const aspects = new Set(types.map(effectOf))
  const isHarmless = types.includes('keep') || types.includes('restore')
  return [
    ...(aspects.has('content')
      ? [{ type: 'hide' as const, aspect: types.includes('keep') ? ('content' as const) : null }]
      : []),
    ...(aspects.has('mute') || isHarmless
      ? [{ type: 'mute' as const, aspect: aspects.has('mute') ? null : ('mute' as const) }]
      : []),
  ]
}
