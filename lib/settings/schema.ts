import { z } from 'zod'
import { describedAs } from '@/lib/core/http/described-as'
import { zoneName } from '@/lib/core/time/zone-name'
import { toZone } from '@/lib/core/time/zones'
import { LANGUAGES, TERRITORIES } from '@/lib/moderation/schema/dsa-terms'
import { ACTIVITY_KINDS } from './terms'

/** So long after a decision its member may object (lib/moderation). */
const APPEAL_DAYS = 20

/** Days that something is kept; null keeps it for ever. */
const keptDays = z
  .number('is a number of days')
  .int('is a whole number of days')
  .min(1, 'is at least 1 day')
  .max(36_500, 'is at most 36,500 days')
  .nullable()

/** Each value once, in the order of all. */
const inOrder = <T extends string>(values: z.ZodType<T[], T[]>, all: readonly T[]) =>
  describedAs(
    values.transform((given) => all.filter((one) => given.includes(one))),
    () => values,
  )

/** The settings that live in the database, stored one row each, by the name here. */
export const settingsSchema = z.object({
  /** The community's name, as the screens show it. */
  name: z.string().trim().min(1, 'Enter a name').max(80, 'Use at most 80 characters'),
  /** The community's IANA zone: days, weeks and months are its. */
  zone: zoneName,
  /** Which kinds of doing make a member active on a day. */
  activityKinds: inOrder(z.array(z.enum(ACTIVITY_KINDS)).min(1, 'needs at least one kind'), ACTIVITY_KINDS),
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
  /** What was sent to webhooks and what they answered, from its end on; what was given up has a time of its own. */
  keepDeliveryDays: keptDays,
  keepDeadDeliveryDays: keptDays,
  /** What was seen of an item and said about it, from the decision on: longer than it can be appealed. */
  keepEvidenceDays: keptDays.refine(
    (days) => days === null || days > APPEAL_DAYS,
    `is more than ${APPEAL_DAYS} days: so long a decision can be appealed`,
  ),
  /** Days that copies of pictures, videos and sounds are kept after the decision on their case. */
  keepMediaDays: keptDays,
  /** How much all of these copies may take; what is over it is not kept. */
  mediaStoreMiB: z.number().int().min(1).max(1_048_576),
  /** What a version of an automatic rule needs before it may act: different labelled texts of a backtest, its precision (0 to 1), or days in shadow. */
  ruleLeastRows: z.number().int().min(1, 'is at least 1 row').max(1_000_000),
  ruleLeastPrecision: z.number().min(0).max(1),
  ruleShadowDays: z.number().int().min(1, 'is at least 1 day').max(365),
  /** Whether the community sends statements of reasons to the EU's transparency database, and what all of them say. */
  dsaSubmits: z.boolean(),
  /** The language of what members write; null: statements don't say. */
  dsaLanguage: z.enum(LANGUAGES).nullable(),
  /** States in which decisions hold; none: statements don't say. */
  dsaTerritory: inOrder(z.array(z.enum(TERRITORIES)), TERRITORIES),
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
  keepDeliveryDays: 90,
  keepDeadDeliveryDays: 365,
  keepEvidenceDays: null,
  keepMediaDays: 365,
  mediaStoreMiB: 10_240,
  ruleLeastRows: 20,
  ruleLeastPrecision: 0.8,
  ruleShadowDays: 7,
  dsaSubmits: false,
  dsaLanguage: null,
  dsaTerritory: [],
  secondReviewShare: 0.05,
}

/** A zone as it is stored. One that is not in the list (any more) brings no page down: it gives way to UTC, and doctor names it. */
export const zoneFromStore = (stored: unknown): string => toZone(String(stored)) ?? DEFAULT_SETTINGS.zone

/** The settings as they are stored. */
export const storedSettings = settingsSchema.extend({ zone: z.unknown().transform(zoneFromStore) }).partial()

/** A change of one or more settings; a name that is not a setting is refused, so that a typing error can't pass unseen. */
export const settingsPatch = settingsSchema.partial().strict()
export type SettingsPatch = z.output<typeof settingsPatch>
