import { z } from 'zod'
import { isZone } from '@/lib/core/time/zones'

export const ACTIVITY_KINDS = ['message', 'attendance', 'feature', 'rsvp', 'checkin'] as const
export type ActivityKind = (typeof ACTIVITY_KINDS)[number]

/** Days that something is kept; null keeps it for ever. */
const keptDays = z
  .number('is a number of days')
  .int('is a whole number of days')
  .min(1, 'is at least 1 day')
  .max(36_500, 'is at most 36,500 days')
  .nullable()

/** The settings that live in the database, stored one row each, by the name here. */
export const settingsSchema = z.object({
  /** The community's name, as the screens show it. */
  name: z.string().trim().min(1, 'Enter a name').max(80, 'Use at most 80 characters'),
  /** The community's IANA zone: days, weeks and months are its. */
  zone: z.string().refine(isZone, 'This is not an IANA time zone'),
  /** Which kinds of doing make a member active on a day. */
  activityKinds: z
    .array(z.enum(ACTIVITY_KINDS))
    .min(1, 'needs at least one kind')
    .transform((kinds) => ACTIVITY_KINDS.filter((kind) => kinds.includes(kind))),
  /** Days that a message's text is kept, 0 keeps none. */
  messageTextDays: z
    .number('is a number of days')
    .int('is a whole number of days')
    .min(0, 'is at least 0 days')
    .max(36_500, 'is at most 36,500 days'),
  /** The largest file that may be uploaded for an import. */
  uploadLimitMiB: z.number().int().min(1).max(1_048_576),
  keepRawDays: keptDays,
  keepQuarterDays: keptDays,
  keepHourDays: keptDays,
  keepRunDays: keptDays,
  /** What a version of an automatic rule needs before it may act: labelled rows of a backtest, its precision (0 to 1), or days in shadow. */
  ruleLeastRows: z.number().int().min(1, 'is at least 1 row').max(1_000_000),
  ruleLeastPrecision: z.number().min(0).max(1),
  ruleShadowDays: z.number().int().min(1, 'is at least 1 day').max(365),
  /** Share of the decisions, 0 to 1, that somebody else looks at again without knowing them; 0 draws none. */
  secondReviewShare: z.number().min(0, 'is at least 0').max(1, 'is at most 1'),
})

export type Settings = z.output<typeof settingsSchema>
export type SettingName = keyof Settings
export const SETTING_NAMES = Object.keys(settingsSchema.shape) as SettingName[]

/** What a setting is that was never set. */
export const DEFAULT_SETTINGS: Settings = {
  name: 'Community',
  zone: 'UTC',
  activityKinds: [...ACTIVITY_KINDS],
  messageTextDays: 90,
  uploadLimitMiB: 2_048,
  keepRawDays: null,
  keepQuarterDays: null,
  keepHourDays: null,
  keepRunDays: null,
  ruleLeastRows: 20,
  ruleLeastPrecision: 0.8,
  ruleShadowDays: 7,
  secondReviewShare: 0.05,
}

/** A change of one or more settings; a name that is not a setting is refused, so that a typing error can't pass unseen. */
export const settingsPatch = settingsSchema.partial().strict()
export type SettingsPatch = z.output<typeof settingsPatch>
