import { Temporal } from 'temporal-polyfill'
import type { Range } from './ranges'
import { localDate, startOfDay, toIso } from './zoned'

const MONTHS = 3

/** The name of the quarter that an instant lies in, by the days of a zone: `2026-q3`. */
export function quarterOf(at: Temporal.Instant | string, zone: string): string {
  const { year, month } = localDate(at, zone)
  return `${year}-q${Math.ceil(month / MONTHS)}`
}

/** From the first instant of a quarter's first day in the zone to that of the next quarter's. */
export function rangeOfQuarter(quarter: string, zone: string): Range {
  const first = firstDayOf(quarter)
  return { from: toIso(startOfDay(first, zone)), to: toIso(startOfDay(first.add({ months: MONTHS }), zone)) }
}

/** All quarters from one to another, both included, the latest first. */
export function quartersBetween(first: string, last: string): string[] {
  const found: string[] = []
  const start = firstDayOf(first)
  for (
    let day = firstDayOf(last);
    Temporal.PlainDate.compare(day, start) >= 0;
    day = day.subtract({ months: MONTHS })
  ) {
    found.push(`${day.year}-q${Math.ceil(day.month / MONTHS)}`)
  }
  return found
}

const firstDayOf = (quarter: string): Temporal.PlainDate =>
  Temporal.PlainDate.from({
    year: Number(quarter.slice(0, 4)),
    month: 1 + MONTHS * (Number(quarter.slice(-1)) - 1),
    day: 1,
  })
