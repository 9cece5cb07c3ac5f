import { Temporal } from 'temporal-polyfill'
import { inZone, startOfDay } from '@/lib/core/time/zoned'
import type { Resolution } from './terms'

const QUARTER_MS = 900_000
const HOUR_MS = 3_600_000

/** A stretch of instants that is read from one store. */
export interface TimeSegment {
  grain: 'raw' | 'quarter' | 'hour'
  from: Date
  to: Date
}

/** Whole local days `[fromDay, toDay)` of the zone in which rollup_day is kept. */
export interface DaySegment {
  grain: 'day'
  fromDay: string
  toDay: string
}

export type RangeSegment = TimeSegment | DaySegment

export interface SplitContext {
  zone: string
  /** Whether rollup_day is kept in this zone. */
  hasDays: boolean
  resolution: Resolution
}

/**
 * Cuts `[from, to)` into what the coarsest stores answer and the edges that finer ones must: days, hours, quarters, and raw
 * samples or rows where the range does not begin or end on a quarter. Exact, because each piece lies within the
 * boundaries of its store's buckets and no bucket of the answer cuts one.
 */
export function splitRange(from: Date, to: Date, context: SplitContext): RangeSegment[] {
  if (from >= to) return []
  if (context.resolution === 'minute') return [{ grain: 'raw', from, to }]
  const isCalendar = context.resolution === 'day' || context.resolution === 'week' || context.resolution === 'month'
  if (isCalendar && context.hasDays) {
    const days = wholeDays(from, to, context.zone)
    if (days) {
      return [
        ...splitTimes(from, days.from, context),
        { grain: 'day', fromDay: days.fromDay, toDay: days.toDay } as const,
        ...splitTimes(days.to, to, context),
      ]
    }
  }
  return splitTimes(from, to, context)
}

function splitTimes(from: Date, to: Date, { zone, resolution }: SplitContext): TimeSegment[] {
  const usesHours = resolution !== '15m' && hasWholeHourOffsets(zone, from, to)
  return usesHours
    ? splitAtWholeSteps('hour', HOUR_MS, from, to, (start, end) => quarters(start, end))
    : quarters(from, to)
}

const quarters = (from: Date, to: Date): TimeSegment[] =>
  splitAtWholeSteps('quarter', QUARTER_MS, from, to, (start, end) => [{ grain: 'raw', from: start, to: end }])

/** The whole steps within a stretch as one piece, and what lies before and after them by `edge`. */
function splitAtWholeSteps(
  grain: 'quarter' | 'hour',
  step: number,
  from: Date,
  to: Date,
  edge: (from: Date, to: Date) => TimeSegment[],
): TimeSegment[] {
  if (from >= to) return []
  const first = new Date(Math.ceil(from.getTime() / step) * step)
  const last = new Date(Math.floor(to.getTime() / step) * step)
  if (first >= last) return edge(from, to)
  const before = from < first ? edge(from, first) : []
  const after = last < to ? edge(last, to) : []
  return [...before, { grain, from: first, to: last }, ...after]
}

/** The whole local days within a stretch, as instants and as dates; null where there is none. */
export function wholeDays(from: Date, to: Date, zone: string) {
  const start = inZone(from.toISOString(), zone)
  const end = inZone(to.toISOString(), zone)
  const startDate = start.toPlainDate()
  const fromDay =
    startOfDay(startDate, zone).epochMilliseconds === from.getTime() ? startDate : startDate.add({ days: 1 })
  const toDay = end.toPlainDate()
  if (Temporal.PlainDate.compare(fromDay, toDay) >= 0) return null
  return {
    from: new Date(startOfDay(fromDay, zone).epochMilliseconds),
    to: new Date(startOfDay(toDay, zone).epochMilliseconds),
    fromDay: fromDay.toString(),
    toDay: toDay.toString(),
  }
}

const HOUR_NS = 3_600_000_000_000

/** Whether a zone's clock shows full hours at full UTC hours all through a stretch. */
export function hasWholeHourOffsets(zone: string, from: Date, to: Date): boolean {
  let at: Temporal.ZonedDateTime | null = inZone(from.toISOString(), zone)
  while (at && at.epochMilliseconds < to.getTime()) {
    if (at.offsetNanoseconds % HOUR_NS !== 0) return false
    at = at.getTimeZoneTransition('next')
  }
  return true
}
