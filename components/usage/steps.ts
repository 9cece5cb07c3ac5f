import { MAX_POINTS, type MetricKind, RESOLUTIONS, type Resolution } from '@/lib/metrics/terms'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** How long a bucket is; a month at its shortest, so that no count of points comes out too low. */
const STEP_MS: Record<Resolution, number> = {
  minute: MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 28 * DAY_MS,
}

/** Up to this length a range is drawn at this step: between sixty and some four hundred points, about as many as a chart can tell apart. */
const AUTOMATIC: readonly { upToMs: number; step: Resolution }[] = [
  { upToMs: 3 * HOUR_MS, step: 'minute' },
  { upToMs: 2 * DAY_MS, step: '15m' },
  { upToMs: 14 * DAY_MS, step: 'hour' },
  { upToMs: 400 * DAY_MS, step: 'day' },
  { upToMs: 7 * 366 * DAY_MS, step: 'week' },
]

/** Milliseconds of a range of instants. */
export const lengthOf = (range: { from: string; to: string }): number => Date.parse(range.to) - Date.parse(range.from)

/** The bucket size that suits a range of this length. */
export const automaticStep = (lengthMs: number): Resolution =>
  AUTOMATIC.find(({ upToMs }) => lengthMs <= upToMs)?.step ?? 'month'

/** Why the API would refuse this bucket size for a range of this length, or undefined where it would not. */
export function refusalOf(step: Resolution, lengthMs: number): string | undefined {
  const points = Math.ceil(lengthMs / STEP_MS[step]) + 1
  if (points <= MAX_POINTS) return undefined
  return `${points.toLocaleString('en-US')} points. A chart can show up to ${MAX_POINTS.toLocaleString('en-US')}`
}

/** The chosen bucket size where the range allows it, else the automatic one. */
export const usableStep = (chosen: Resolution | 'auto', lengthMs: number): Resolution =>
  chosen !== 'auto' && !refusalOf(chosen, lengthMs) ? chosen : automaticStep(lengthMs)

/** A metric, as far as its bucket size depends on it. */
interface OfKind {
  kind: MetricKind
}

const isFinerThanDay = (step: Resolution): boolean => RESOLUTIONS.indexOf(step) < RESOLUTIONS.indexOf('day')

/**
 * The bucket size for one metric: figures of a day have none below a day, and what comes in intervals of its own is left
 * to the server, which knows them.
 */
export function stepFor({ kind }: OfKind, step: Resolution): Resolution | 'auto' {
  if (kind === 'increment' || kind === 'ratio') return 'auto'
  return kind === 'distinct' && isFinerThanDay(step) ? 'day' : step
}

/** Whether a range is too short for a figure that exists once per local day to make a line. */
export const isTooShort = ({ kind }: OfKind, lengthMs: number): boolean => kind === 'distinct' && lengthMs < 2 * DAY_MS

export const STEP_LABELS: Record<Resolution, string> = {
  minute: 'By minute',
  '15m': 'By 15 minutes',
  hour: 'By hour',
  day: 'By day',
  week: 'By week',
  month: 'By month',
}

/** "487 a day" */
export const PER_STEP: Record<Resolution, string> = {
  minute: 'a minute',
  '15m': 'a quarter of an hour',
  hour: 'an hour',
  day: 'a day',
  week: 'a week',
  month: 'a month',
}
