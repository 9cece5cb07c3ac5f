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

const FOREVER = { label: 'For ever', value: null }

export const RETENTION_LABELS: Record<RetentionName, RetentionLabel> = {
  messageTextDays: {
    label: 'Text of messages',
    hint: 'Drops what was written. Who wrote when and where stays, and so does every figure.',
    dropped: 'the text of messages',
    otherwise: { label: 'Not at all', value: 0 },
    suggestion: 90,
  },
  keepRawDays: {
    label: 'Samples as collected',
    hint: 'Drops single samples. Figures of 15 minutes and coarser stay; late data for dropped days is refused.',
    dropped: 'single samples',
    otherwise: FOREVER,
    suggestion: 90,
  },
  keepQuarterDays: {
    label: 'Figures of 15 minutes',
    hint: 'Drops figures finer than an hour. Zones off by half an hour are then right by day of the community’s zone only.',
    dropped: 'figures finer than an hour',
    otherwise: FOREVER,
    suggestion: 400,
  },
  keepHourDays: {
    label: 'Figures by hour',
    hint: 'Drops figures finer than a day. Days, weeks and months stay.',
    dropped: 'figures finer than a day',
    otherwise: FOREVER,
    suggestion: 800,
  },
  keepRunDays: {
    label: 'Collection runs',
    hint: 'Drops the record of runs with their errors. What they collected stays.',
    dropped: 'the record of collection runs',
    otherwise: FOREVER,
    suggestion: 400,
  },
  keepEvidenceDays: {
    label: 'Evidence of decided cases',
    hint: 'Drops what was seen of an item and the words of its reports, so many days after the decision. What was decided stays, with every figure; a backtest learns from decisions that still have their text.',
    dropped: 'what was seen in decided cases',
    otherwise: FOREVER,
    suggestion: 365,
  },
  keepDeliveryDays: {
    label: 'What webhooks were sent',
    hint: 'Drops what was sent and answered, so many days after it arrived or was cancelled. When it was sent and how it went stays.',
    dropped: 'what webhooks were sent and answered',
    otherwise: FOREVER,
    suggestion: 90,
  },
  keepDeadDeliveryDays: {
    label: 'What webhooks never got',
    hint: 'The same for what was given up. Until then it can be replayed.',
    dropped: 'what webhooks never got, which can’t be replayed any more',
    otherwise: FOREVER,
    suggestion: 365,
  },
  keepMediaDays: {
    label: 'Copies of pictures',
    hint: 'Counted from the decision. Drops pictures, videos and sounds of reported items; texts, reports and decisions stay.',
    dropped: 'copies of reported pictures, videos and sounds',
    otherwise: FOREVER,
    suggestion: 365,
  },
}

/** What a change would drop that was kept so far, a line each. */
export function newlyExpired(before: Settings, after: Settings): string[] {
  return RETENTION_NAMES.filter((name) => daysOf(after[name]) < daysOf(before[name])).map((name) =>
    after[name] === 0
      ? `All of ${RETENTION_LABELS[name].dropped}`
      : `Older than ${after[name]} ${after[name] === 1 ? 'day' : 'days'}: ${RETENTION_LABELS[name].dropped}`,
  )
}

const daysOf = (days: number | null): number => days ?? Number.POSITIVE_INFINITY
