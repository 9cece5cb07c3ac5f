import { inZone, startOfDay, toIso } from '@/lib/core/time/zoned'
import type { DeltaView } from './schema'
import type { ComparisonMode } from './terms'

/** Under this base a percentage says more than is known, and is not shown. */
export const DELTA_BASE_MIN = 20

export interface ComparedRange {
  from: string
  to: string
}

/** How far a comparison shifts: in local days or years where the range consists of days, else in milliseconds. */
export type Shift = { days: number } | { years: number } | { milliseconds: number }

export interface ComparisonPlan {
  current: ComparedRange
  previous: ComparedRange
  shift: Shift
  /** For people, after "vs". */
  label: string
}

/**
 * The ranges that are compared. What is not over yet is never held against something whole: `elapsed`, `weekday` and `year`
 * cut the previous range at the same time of day, `whole` leaves the unfinished day out of both. A range of local
 * days shifts by days of the calendar, so that 10:00 stays 10:00 when clocks change; others shift by their length.
 */
export function planComparison(
  range: ComparedRange,
  { mode, zone, asOf }: { mode: ComparisonMode; zone: string; asOf: string },
): ComparisonPlan {
  const days = countDays(range, zone)
  const length = Date.parse(range.to) - Date.parse(range.from)
  const shift = shiftOf(mode, days, length)
  const end = mode === 'whole' ? wholeEnd(range, zone, asOf, days) : earlier(range.to, asOf)
  const current = { from: range.from, to: later(end, range.from) }
  const previous = { from: shiftBack(current.from, shift, zone), to: shiftBack(current.to, shift, zone) }
  return { current, previous, shift, label: labelOf(mode, days, length, shift) }
}

/** An instant moved back by a shift, at the same local time of day. */
export function shiftBack(at: string, shift: Shift, zone: string): string {
  if ('milliseconds' in shift) return new Date(Date.parse(at) - shift.milliseconds).toISOString()
  return toIso(inZone(at, zone).subtract(shift).toInstant())
}

/** An instant of the previous range, moved to where it stands beside the current one. */
export function shiftForward(at: string, shift: Shift, zone: string): string {
  if ('milliseconds' in shift) return new Date(Date.parse(at) + shift.milliseconds).toISOString()
  return toIso(inZone(at, zone).add(shift).toInstant())
}

/** Local days of a range that begins and ends with one; null for others. */
function countDays(range: ComparedRange, zone: string): number | null {
  const from = inZone(range.from, zone)
  const to = inZone(range.to, zone)
  const isDays = [from, to].every((at) => startOfDay(at.toPlainDate(), zone).equals(at.toInstant()))
  return isDays ? from.toPlainDate().until(to.toPlainDate(), { largestUnit: 'day' }).days : null
}

const DAY_MS = 86_400_000

function shiftOf(mode: ComparisonMode, days: number | null, length: number): Shift {
  switch (mode) {
    case 'year':
      return { years: 1 }
    case 'weekday':
      return { days: Math.ceil((days ?? length / DAY_MS) / 7) * 7 }
    default:
      return days === null ? { milliseconds: length } : { days }
  }
}

/** Where the last whole day of a range ends; ranges of hours end with the last whole hour. */
function wholeEnd(range: ComparedRange, zone: string, asOf: string, days: number | null): string {
  if (asOf >= range.to) return range.to
  const now = inZone(asOf, zone)
  const whole =
    days === null
      ? now.round({ smallestUnit: 'hour', roundingMode: 'floor' }).toInstant()
      : startOfDay(now.toPlainDate(), zone)
  return toIso(whole)
}

const earlier = (a: string, b: string): string => (Date.parse(a) < Date.parse(b) ? a : b)
const later = (a: string, b: string): string => (Date.parse(a) > Date.parse(b) ? a : b)

function labelOf(mode: ComparisonMode, days: number | null, length: number, shift: Shift): string {
  if (mode === 'year') return 'same days a year before'
  const size = days === null ? spell(length) : days === 1 ? 'day' : `${days} days`
  if (mode === 'weekday' && 'days' in shift) {
    return shift.days === 7 ? 'same weekdays a week before' : `same weekdays ${shift.days / 7} weeks before`
  }
  return mode === 'whole' ? `previous ${size}, whole days only` : `previous ${size}`
}

function spell(length: number): string {
  const hours = Math.round(length / 3_600_000)
  if (length < 3_600_000) return `${Math.round(length / 60_000)} minutes`
  return hours === 1 ? 'hour' : `${hours} hours`
}

/** The change between two values, null where either is not known. A share changes in percentage points. */
export function deltaOf(
  current: number | null,
  previous: { value: number | null; samples: number },
  isShare: boolean,
): DeltaView | null {
  if (current === null || previous.value === null) return null
  const absolute = current - previous.value
  const hasPercent = !isShare && Math.abs(previous.value) >= DELTA_BASE_MIN
  return {
    absolute,
    percent: hasPercent ? (absolute / Math.abs(previous.value)) * 100 : null,
    points: isShare ? absolute * 100 : null,
    base: previous.value,
    n: previous.samples,
  }
}
