import { Temporal } from 'temporal-polyfill'
import { intlZoneName } from './zones'

/** The first instant of a local day of a zone; of a day that clocks skip, the first instant after it. */
export const startOfDay = (date: Temporal.PlainDate | string, zone: string): Temporal.Instant =>
  Temporal.PlainDate.from(date).toZonedDateTime(intlZoneName(zone)).toInstant()

/** An RFC 3339 instant, or a date: the start of that day in the zone. */
export const toInstant = (text: string, zone: string): Temporal.Instant =>
  text.includes('T') ? Temporal.Instant.from(text) : startOfDay(text, zone)

export const inZone = (instant: Temporal.Instant | string, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(intlZoneName(zone))

/** The local date of an instant. */
export const localDate = (instant: Temporal.Instant | string, zone: string): Temporal.PlainDate =>
  inZone(instant, zone).toPlainDate()

/** Whether an instant is the first of a local day. */
export const isDayStart = (instant: Temporal.Instant, zone: string): boolean =>
  startOfDay(localDate(instant, zone), zone).equals(instant)

/** The form that the API and the URL carry: UTC, milliseconds, Z. */
export const toIso = (instant: Temporal.Instant): string => new Date(instant.epochMilliseconds).toISOString()

/**
 * The instant of a local time as `<input type="datetime-local">` has it, in a zone; null where it is none. What the clock
 * skips is moved on, what it repeats is the first.
 */
export function parseLocalInput(typed: string, zone: string): string | null {
  try {
    const local = Temporal.PlainDateTime.from(typed).toZonedDateTime(intlZoneName(zone))
    return new Date(local.epochMilliseconds).toISOString()
  } catch {
    return null
  }
}

/** The date after a date. */
export const nextDay = (date: string): string => Temporal.PlainDate.from(date).add({ days: 1 }).toString()

/** The date before a date. */
export const dayBefore = (date: string): string => Temporal.PlainDate.from(date).subtract({ days: 1 }).toString()
