import type { WellnessSettings } from './schema/wellness'

export const ITEM_TYPES = ['message', 'member', 'link', 'image', 'custom'] as const
export type ItemType = (typeof ITEM_TYPES)[number]

export const CASE_SORTS = ['score', 'age', 'due', 'reports', 'decided'] as const

/** A claim is let go of by itself after this long without a sign of its holder. */
export const CLAIM_MINUTES = 10

/** From so many second reviews on kappa is shown: with fewer it says more of chance than of people. */
export const KAPPA_FROM = 30

/** Characters that an appeal may have. */
export const APPEAL_TEXT_MAX = 2_000

export const LADDER_ACTIONS = ['warn', 'mute', 'suspend', 'ban'] as const
export type LadderAction = (typeof LADDER_ACTIONS)[number]

/** Whether an action of the ladder ends by itself. */
export const hasEnd = (action: LadderAction): boolean => action === 'mute' || action === 'suspend'

/** What holds without a word from somebody: the mildest. */
export const DEFAULT_WELLNESS: WellnessSettings = {
  isBlurred: true,
  blurPixels: 24,
  isGrey: true,
  isMuted: true,
  breakReveals: 20,
  breakMinutes: 60,
}
