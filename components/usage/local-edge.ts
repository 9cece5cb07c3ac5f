import { Temporal } from 'temporal-polyfill'
import { inZone } from '@/lib/core/time/zoned'

/** One end of a range as it is typed: a date, and a time of day where it matters. */
export interface LocalEdge {
  /** `2026-11-22` */
  date: string
  /** `15:30`, or empty for the whole day. */
  time: string
}

/** The form that the URL carries: a date, or an instant where a time of day was given. Null where it is no date. */
export function toEdge({ date, time }: LocalEdge, zone: string): string | null {
  try {
    if (!time) return Temporal.PlainDate.from(date).toString()
    return new Date(
      Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone).epochMilliseconds,
    ).toISOString()
  } catch {
    return null
  }
}

/**
 * An instant as it would be typed.
 * @param role an end at midnight is written as the day before, which it includes
 */
export function fromInstant(instant: string, zone: string, role: 'from' | 'to'): LocalEdge {
  const local = inZone(instant, zone)
  const isMidnight = local.equals(local.startOfDay())
  if (isMidnight) {
    const day = role === 'to' ? local.toPlainDate().subtract({ days: 1 }) : local.toPlainDate()
    return { date: day.toString(), time: '' }
  }
  return { date: local.toPlainDate().toString(), time: local.toPlainTime().toString({ smallestUnit: 'minute' }) }
}
