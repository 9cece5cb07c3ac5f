import { Temporal } from 'temporal-polyfill'
import { DomainError, invalid } from '@/lib/core/errors'
import { inZone, localDate } from '@/lib/core/time/zoned'
import { MAX_POINTS, RESOLUTIONS, type Resolution } from './terms'

const MINUTE_MS = 60_000
const QUARTER_MS = 15 * MINUTE_MS
const HOUR_MS = 60 * MINUTE_MS

/** Seconds of the resolutions that don't depend on a zone's days. */
const STEP_SECONDS: Partial<Record<Resolution, number>> = { minute: 60, '15m': 900, hour: 3600 }

export interface ZonedRange {
  from: Date
  to: Date
  zone: string
}

/** How many buckets of a resolution a range touches. */
export function countBuckets(resolution: Resolution, { from, to, zone }: ZonedRange): number {
  const [start, end] = [from.getTime(), to.getTime()]
  const grid = (step: number, startShift = 0, endShift = 0) =>
    Math.ceil((end + endShift) / step) - Math.floor((start + startShift) / step)
  switch (resolution) {
    case 'minute':
      return grid(MINUTE_MS)
    case '15m':
      return grid(QUARTER_MS)
    case 'hour':
      return grid(HOUR_MS, minutesPastHour(from, zone), minutesPastHour(to, zone))
    default:
      return countCalendar(resolution, { from, to, zone })
  }
}

/** What a zone's offset has beyond whole hours, as in +05:45. */
const minutesPastHour = (at: Date, zone: string): number =>
  (inZone(at.toISOString(), zone).offsetNanoseconds / 1e6) % HOUR_MS

function countCalendar(resolution: 'day' | 'week' | 'month', { from, to, zone }: ZonedRange): number {
  const first = localDate(from.toISOString(), zone)
  const last = localDate(new Date(to.getTime() - 1).toISOString(), zone)
  if (resolution === 'month') return (last.year - first.year) * 12 + last.month - first.month + 1
  const days = (date: Temporal.PlainDate) => Temporal.PlainDate.from('1970-01-05').until(date).days
  if (resolution === 'day') return days(last) - days(first) + 1
  return Math.floor(days(last) / 7) - Math.floor(days(first) / 7) + 1
}

/**
 * The resolution to answer with: of `auto` the finest that the metric has and that keeps to MAX_POINTS.
 * @param finestSeconds of the finest bucket that the metric has; infinite where it has none below a day
 * @throws DomainError `resolution.too_fine`, `resolution.too_many_points` (invalid)
 */
export function chooseResolution(asked: Resolution | 'auto', stretch: ZonedRange, finestSeconds = 0): Resolution {
  const fits = (resolution: Resolution) => countBuckets(resolution, stretch) <= MAX_POINTS
  const exists = (resolution: Resolution) => (STEP_SECONDS[resolution] ?? Infinity) >= finestSeconds
  if (asked === 'auto') {
    const found = RESOLUTIONS.find((resolution) => exists(resolution) && fits(resolution))
    if (!found) throw invalid('to', 'The range is too long for any resolution. Choose a shorter one.', 'range.too_long')
    return found
  }
  if (!exists(asked)) {
    const why =
      finestSeconds === Infinity
        ? 'This metric counts members by whole days. Choose day, week or month.'
        : `Samples of this metric cover up to ${finestSeconds} s each. Choose a coarser resolution.`
    throw invalid('resolution', why, 'resolution.too_fine')
  }
  if (!fits(asked)) {
    const message = `This range has ${countBuckets(asked, stretch)} buckets at this resolution; the maximum is ${MAX_POINTS}. Choose a coarser resolution or a shorter range.`
    throw new DomainError('invalid', 'resolution.too_many_points', message, {
      issues: [{ path: 'resolution', message }],
    })
  }
  return asked
}
