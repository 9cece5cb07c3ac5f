import { z } from 'zod'

const BLUR_LEAST = 8
const BLUR_MOST = 48

/** How somebody wants to see media, and when to be reminded of a break. Without a word from them the mildest holds. */
export const wellnessSettings = z.object({
  isBlurred: z.boolean(),
  /** CSS pixels. */
  blurPixels: z.int('must be a whole number').min(BLUR_LEAST).max(BLUR_MOST),
  isGrey: z.boolean(),
  isMuted: z.boolean(),
  /** After so many looks within `breakMinutes` a break is proposed; null: never. */
  breakReveals: z
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(1_000, 'must be at most 1,000')
    .nullable(),
  breakMinutes: z.int('must be a whole number').min(5, 'must be at least 5').max(1_440, 'must be at most 1,440'),
})
export type WellnessSettings = z.output<typeof wellnessSettings>

export const wellnessPatch = wellnessSettings.partial().strict()
export type WellnessPatch = z.output<typeof wellnessPatch>

/** A person's own settings and how much they have looked at; nobody else is shown it. */
export const wellnessView = z.object({
  settings: wellnessSettings,
  /** Looks since the community's midnight. */
  today: z.number(),
  /** Looks within the last `breakMinutes` and since the last break. */
  recent: z.number(),
  isBreakDue: z.boolean(),
})
export type WellnessView = z.output<typeof wellnessView>
