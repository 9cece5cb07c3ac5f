import { CronExpressionParser } from 'cron-parser'
import { Temporal } from 'temporal-polyfill'

const FIELDS = 5
/** How many noons back to look for the slot before an instant: soon found for most, four years for a 29 February. */
const LOOKBACK_DAYS = [0, 1, 8, 40, 400, 1_500]

/**
 * The instants of a cron expression, in order, after the last local noon at or before `from`. They are always enumerated
 * forward from a noon: near a change of clocks cron-parser's answer depends on where it starts, and no zone changes
 * its clocks around noon, so that every start gives the same instants.
 */
function* enumerate(expression: string, zone: string, from: number): Generator<number> {
  const noon = noonBefore(from, zone)
  const cron = CronExpressionParser.parse(expression, { currentDate: new Date(noon - 1_000), tz: zone })
  while (cron.hasNext()) yield cron.next().getTime()
}

/** The first instant after `after`, or null where the expression names none. */
export function nextCronInstant(expression: string, zone: string, after: number): number | null {
  for (const instant of enumerate(expression, zone, after)) if (instant > after) return instant
  return null
}

/** The last instant at or before `at`, or null where there was none within four years. */
export function lastCronInstant(expression: string, zone: string, at: number): number | null {
  for (const days of LOOKBACK_DAYS) {
    let last: number | null = null
    for (const instant of enumerate(expression, zone, noonBefore(at, zone, days))) {
      if (instant > at) break
      last = instant
    }
    if (last !== null) return last
  }
  return null
}

/**
 * The last instants strictly between two, in order: all of them, or at least `limit`. It goes back in steps of whole days
 * that double, because a frequent expression fills the limit within one and a rare one has little to enumerate.
 */
export function cronInstantsBetween(
  expression: string,
  zone: string,
  { after, before, limit }: { after: number; before: number; limit: number },
): number[] {
  let found: number[] = []
  let until = before
  for (let days = 1; until > after && found.length < limit; days *= 2) {
    const from = noonBefore(until - 1, zone, days - 1)
    const step: number[] = []
    for (const instant of enumerate(expression, zone, from)) {
      if (instant >= until) break
      if (instant >= from && instant > after) step.push(instant)
    }
    found = [...step, ...found]
    until = from
  }
  return found
}

/** Why an expression can't be used, as a sentence for people, or null. Seconds are refused: shorter than a minute is an interval. */
export function cronProblem(expression: string): string | null {
  if (expression.trim().split(/\s+/).length !== FIELDS) {
    return 'needs five fields: minute, hour, day of month, month, day of week'
  }
  try {
    const cron = CronExpressionParser.parse(expression, { tz: 'UTC' })
    return cron.hasNext() ? null : 'names no instant that ever comes'
  } catch {
    return 'is not a cron expression'
  }
}

/** The last local noon at or before an instant, or that many days earlier. */
function noonBefore(at: number, zone: string, days = 0): number {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  const noon = local.with({ hour: 12, minute: 0, second: 0, millisecond: 0, microsecond: 0, nanosecond: 0 })
  const back = Temporal.ZonedDateTime.compare(noon, local) > 0 ? days + 1 : days
  return noon.subtract({ days: back }).epochMilliseconds
}
