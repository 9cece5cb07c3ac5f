import type { Settings } from '@/lib/settings/schema'

export const RETENTION_NAMES = [
  'messageTextDays',
  'keepRawDays',
  'keepQuarterDays',
  'keepHourDays',
  'keepRunDays',
  'keepEvidenceDays',
  'keepDeliveryDays',
  'keepDeadDeliveryDays',
  'keepMediaDays',
] as const
export type RetentionName = (typeof RETENTION_NAMES)[number]

interface RetentionLabel {
  label: string
  /** What is dropped and what stays. */
  hint: string
  /** The same as the end of a sentence that begins with a number of days: "Older than 30 days: …". */
  dropped: string
  otherwise: { label: string; value: number | null }
  suggestion: number
}

const FOREVER = { label: 'Forever', value: null }

export const RETENTION_LABELS: Record<RetentionName, RetentionLabel> = {
  messageTextDays: {
    label: 'Message text',
    hint: 'Deletes the text of messages. Author, time, channel and all figures stay.',
    dropped: 'message text',
    otherwise: { label: 'Not stored', value: 0 },
    suggestion: 90,
  },
  keepRawDays: {
    label: 'Collected samples',
    hint: 'Deletes individual samples. Figures by 15 minutes and longer stay. Late data for deleted days is rejected.',
    dropped: 'individual samples',
    otherwise: FOREVER,
    suggestion: 90,
  },
  keepQuarterDays: {
    label: 'Figures by 15 minutes',
    hint: 'Deletes figures finer than an hour. After that, time zones with a half-hour offset show correct daily figures only if they are the community’s time zone.',
    dropped: 'figures finer than an hour',
    otherwise: FOREVER,
    suggestion: 400,
  },
  keepHourDays: {
    label: 'Figures by hour',
    hint: 'Deletes figures finer than a day. Figures by day, week and month stay.',
    dropped: 'figures finer than a day',
    otherwise: FOREVER,
    suggestion: 800,
  },
  keepRunDays: {
    label: 'Collection runs',
    hint: 'Deletes runs and their errors. The collected data stays.',
    dropped: 'collection runs',
    otherwise: FOREVER,
    suggestion: 400,
  },
  keepEvidenceDays: {
    label: 'Evidence of decided cases',
    hint: 'Deletes evidence and the text of reports this many days after the decision. Decisions and all figures stay. Backtests only use decisions that still have their text.',
    dropped: 'evidence of decided cases',
    otherwise: FOREVER,
    suggestion: 365,
  },
  keepDeliveryDays: {
    label: 'Delivered webhook payloads',
    hint: 'Deletes payloads and responses this many days after the delivery was delivered or cancelled. Its times and outcome stay.',
    dropped: 'payloads and responses of webhooks',
    otherwise: FOREVER,
    suggestion: 90,
  },
  keepDeadDeliveryDays: {
    label: 'Failed webhook payloads',
    hint: 'Deletes the payloads of failed deliveries. You can replay a delivery until then.',
    dropped: 'payloads of failed webhooks, which can no longer be replayed',
    otherwise: FOREVER,
    suggestion: 365,
  },
  keepMediaDays: {
    label: 'Media copies',
    hint: 'Deletes pictures, videos and sounds of reported items this many days after the decision. Texts, reports and decisions stay.',
    dropped: 'copies of reported pictures, videos and sounds',
    otherwise: FOREVER,
    suggestion: 365,
  },
}

/** What a change would drop that was kept so far, a line each. */
export function newlyExpired(before: Settings, after: Settings): string[] {
  return RETENTION_NAMES.filter((name) => daysOf(after[name]) < daysOf(before[name])).map((name) =>
    after[name] === 0
      ? `All ${RETENTION_LABELS[name].dropped}`
      : `Older than ${after[name]} ${after[name] === 1 ? 'day' : 'days'}: ${RETENTION_LABELS[name].dropped}`,
  )
}

const daysOf = (days: number | null): number => days ?? Number.POSITIVE_INFINITY
