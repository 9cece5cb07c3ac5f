import { CronExpressionParser } from 'cron-parser'
import { Temporal } from 'temporal-polyfill'

const FIELDS = 5
/** How many noons back to look for the slot before an instant: soon found for most, four years for a 29 February. */
const LOOKBACK_DAYS = [0, 1, 8, 40, 400, 1_500]
/** No clock change takes longer; a longer gap is a day that a zone left out, and what lay in it never came. */
const LONGEST_GAP_MS = 3 * 3_600_000
const NOON_MS = 12 * 3_600_000
const DAY_MS = 86_400_000

/**
 * The instants of a cron expression, in order, after the last local noon at or before `from`.
 *
 * The expression is laid out on the wall clock, which knows no zone, and each of its times is then found in the zone:
 * cron-parser's own zones depend on where it starts, and stop at a change of half an hour. A time that clocks skip comes as
 * much later as they skip; one that comes twice counts once, except where every hour has its time, which go on as real time
 * does. Each day is put in order from noon to noon, because no zone changes its clocks around noon.
 */
function* enumerate(expression: string, zone: string, from: number): Generator<number> {
  const start = wallClock(noonBefore(from, zone), zone)
  const cron = CronExpressionParser.parse(expression, { currentDate: new Date(start - 1_000), tz: 'UTC' })
  const isEveryHour = cron.fields.hour.values.length === 24
  let day: number[] = []
  let dayEnd = start
  while (cron.hasNext()) {
    const wall = cron.next().getTime()
    if (wall >= dayEnd) {
      yield* inOrder(day, zone, isEveryHour)
      day = []
      dayEnd = Math.floor((wall - NOON_MS) / DAY_MS) * DAY_MS + NOON_MS + DAY_MS
    }
    day.push(wall)
  }
  yield* inOrder(day, zone, isEveryHour)
}

/** The instants at which a zone's clock shows times of one day, noon to noon. */
function inOrder(walls: readonly number[], zone: string, isEveryHour: boolean): number[] {
  const [first, last] = [walls[0], walls.at(-1)]
  if (first === undefined || last === undefined) return []
  const [early, late] = [instantOf(first, zone, 'earlier'), instantOf(last, zone, 'later')]
  // The clock ran through, and each time is as far from the first as it says.
  if (
    first - early === last - late &&
    instantOf(first, zone, 'later') === early &&
    instantOf(last, zone, 'earlier') === late
  )
    return walls.map((wall) => early + (wall - first))
  const instants = new Set<number>()
  for (const wall of walls) {
    const [earlier, later] = [instantOf(wall, zone, 'earlier'), instantOf(wall, zone, 'later')]
    const isSkipped = wallClock(earlier, zone) !== wall
    if (!isSkipped) instants.add(earlier)
    if (isEveryHour && !isSkipped) instants.add(later)
    if (!isEveryHour && isSkipped && later - earlier <= LONGEST_GAP_MS) instants.add(later)
  }
  return [...instants].sort((a, b) => a - b)
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
    return cron.hasNext() ? null : 'never matches a date'
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

type Disambiguation = 'earlier' | 'later'

/** When a zone's clock shows a time, given as milliseconds since the epoch of a clock without a zone. */
const instantOf = (wall: number, zone: string, disambiguation: Disambiguation): number =>
  Temporal.Instant.fromEpochMilliseconds(wall)
    .toZonedDateTimeISO('UTC')
    .toPlainDateTime()
    .toZonedDateTime(zone, { disambiguation }).epochMilliseconds

/** What a zone's clock shows at an instant, in the same milliseconds. */
const wallClock = (at: number, zone: string): number =>
  at + Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6
