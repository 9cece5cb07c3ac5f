import { Temporal } from 'temporal-polyfill'
import { inZone, localDate, startOfDay, toInstant, toIso } from './zoned'

/** The choices of a range picker, shortest first. */
export const RANGE_PRESETS = ['hour', '24h', '7d', '30d', '90d', '1y', 'all'] as const
export type RangePreset = (typeof RANGE_PRESETS)[number]

export const RANGE_LABELS: Readonly<Record<RangePreset, string>> = {
  hour: 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  '1y': 'Last year',
  all: 'All',
}

/** Half-open, both ends UTC instants. */
export interface Range {
  from: string
  to: string
}

export interface RangeContext {
  zone: string
  /** The page's as-of instant. */
  now: string
  /** Where the data begins, for `all`; a year ago where that is not known. */
  firstAt?: string | null
}

/**
 * The range behind a preset. Hours end now and begin on a minute. "Last 30 days" are the 30 local days that end
 * with today, today included: the range ends with the end of today, and its last day is not over yet.
 */
export function rangeOfPreset(preset: RangePreset, { zone, now, firstAt }: RangeContext): Range {
  const instant = Temporal.Instant.from(now)
  if (preset === 'hour') return lastHours(instant, 1)
  if (preset === '24h') return lastHours(instant, 24)
  const today = localDate(instant, zone)
  const to = toIso(startOfDay(today.add({ days: 1 }), zone))
  const first = firstDay(preset, today, firstAt ? localDate(firstAt, zone) : today.subtract({ years: 1 }))
  return { from: toIso(startOfDay(first, zone)), to }
}

/** A range of the picker's own: two dates (the second included) or two instants. Null where it is empty or no range. */
export function customRange(from: string, to: string, zone: string): Range | null {
  try {
    const start = toInstant(from, zone)
    const end = to.includes('T')
      ? Temporal.Instant.from(to)
      : startOfDay(Temporal.PlainDate.from(to).add({ days: 1 }), zone)
    return Temporal.Instant.compare(start, end) < 0 ? { from: toIso(start), to: toIso(end) } : null
  } catch {
    return null
  }
}

/** The range before or after one, as long as it, whole local days where it consists of such. */
export function shiftRange(range: Range, direction: -1 | 1, zone: string): Range {
  const from = inZone(range.from, zone)
  const to = inZone(range.to, zone)
  const isDays = from.equals(from.startOfDay()) && to.equals(to.startOfDay())
  const step = isDays
    ? { days: direction * localDate(range.from, zone).until(localDate(range.to, zone), { largestUnit: 'day' }).days }
    : { milliseconds: direction * (to.epochMilliseconds - from.epochMilliseconds) }
  return { from: toIso(from.add(step).toInstant()), to: toIso(to.add(step).toInstant()) }
}

function lastHours(now: Temporal.Instant, hours: number): Range {
  const minute = now.round({ smallestUnit: 'minute', roundingMode: 'floor' })
  return { from: toIso(minute.subtract({ hours })), to: toIso(now) }
}

function firstDay(
  preset: Exclude<RangePreset, 'hour' | '24h'>,
  today: Temporal.PlainDate,
  first: Temporal.PlainDate,
): Temporal.PlainDate {
  switch (preset) {
    case '7d':
      return today.subtract({ days: 6 })
    case '30d':
      return today.subtract({ days: 29 })
    case '90d':
      return today.subtract({ days: 89 })
    case '1y':
      return today.subtract({ years: 1 }).add({ days: 1 })
    case 'all':
      return Temporal.PlainDate.compare(first, today) > 0 ? today : first
  }
}
