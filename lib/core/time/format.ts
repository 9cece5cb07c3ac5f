import { intlZoneName } from './zones'

/** How instants are written on the screen: short, unambiguous, in a zone that is always named by the caller. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

export type Instant = Date | number | string

export const toMs = (at: Instant): number => (typeof at === 'number' ? at : new Date(at).getTime())

/** What a clock on the wall and a calendar beside it show. `month` from 1, `weekday` from 0 (Sunday). */
export interface LocalTime {
  year: number
  month: number
  day: number
  weekday: number
  hour: number
  minute: number
  second: number
}

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: intlZoneName(zone),
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  clocks.set(zone, made)
  return made
}

/** The local time of an instant in a zone. */
export function toLocal(at: Instant, zone: string): LocalTime {
  const found: Record<string, number> = {}
  for (const part of clockOf(zone).formatToParts(toMs(at))) found[part.type] = Number(part.value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = found
  return { year, month, day, hour, minute, second, weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay() }
}

const two = (value: number): string => String(value).padStart(2, '0')
const monthName = (month: number): string => MONTHS[month - 1] ?? ''

/** `14:05` */
export function formatTime(at: Instant, zone: string): string {
  const { hour, minute } = toLocal(at, zone)
  return `${two(hour)}:${two(minute)}`
}

interface DateOptions {
  /** `Mon 16 Nov` */
  hasWeekday?: boolean
  /** `16 Nov 2026` */
  hasYear?: boolean
}

/** `16 Nov`, on request with weekday and year. */
export function formatDate(at: Instant, zone: string, { hasWeekday, hasYear }: DateOptions = {}): string {
  const { year, month, day, weekday } = toLocal(at, zone)
  return [hasWeekday ? WEEKDAYS[weekday] : '', String(day), monthName(month), hasYear ? String(year) : '']
    .filter(Boolean)
    .join(' ')
}

/** `Nov 2026` */
export function formatMonth(at: Instant, zone: string): string {
  const { year, month } = toLocal(at, zone)
  return `${monthName(month)} ${year}`
}

/** `16 Nov 2026, 14:05` */
export const formatDateTime = (at: Instant, zone: string): string =>
  `${formatDate(at, zone, { hasYear: true })}, ${formatTime(at, zone)}`

/** `16 Nov 2026, 14:05:09`, for logs and runs. */
export const formatExact = (at: Instant, zone: string): string =>
  `${formatDateTime(at, zone)}:${two(toLocal(at, zone).second)}`

/**
 * `24 Oct – 22 Nov 2026` for a half-open range whose ends are midnights of the zone, else with times:
 * `21 Nov 2026, 15:00 – 22 Nov 2026, 15:00`.
 * @param now where it is given, dates all of whose years are the present one go without it: `24 Oct – 22 Nov`
 */
export function formatRange(from: Instant, to: Instant, zone: string, now?: Instant): string {
  const text = formatWholeRange(from, to, zone)
  if (now === undefined) return text
  const { year } = toLocal(now, zone)
  const isPresent = [from, Math.max(toMs(to) - 1, toMs(from))].every((at) => toLocal(at, zone).year === year)
  return isPresent ? text.replaceAll(` ${year}`, '') : text
}

function formatWholeRange(from: Instant, to: Instant, zone: string): string {
  if (!isDayStart(from, zone) || !isDayStart(to, zone)) {
    const isSameDay = formatDate(from, zone, { hasYear: true }) === formatDate(to, zone, { hasYear: true })
    return `${formatDateTime(from, zone)} – ${isSameDay ? formatTime(to, zone) : formatDateTime(to, zone)}`
  }
  const last = Math.max(toMs(to) - 1, toMs(from))
  const hasBothYears = toLocal(from, zone).year !== toLocal(last, zone).year
  const start = formatDate(from, zone, { hasYear: hasBothYears })
  const end = formatDate(last, zone, { hasYear: true })
  return formatDate(from, zone, { hasYear: true }) === end ? end : `${start} – ${end}`
}

/** Whether the local day of the zone begins at this instant; right where clocks skip midnight. */
export function isDayStart(at: Instant, zone: string): boolean {
  return toLocal(at, zone).day !== toLocal(toMs(at) - 1, zone).day
}

/**
 * `just now`, `3 min ago`, `5 h ago`, `in 2 h`; past a day the date and time in the zone.
 * @param now the instant to count from
 */
export function formatRelative(at: Instant, now: Instant, zone: string): string {
  const distance = toMs(now) - toMs(at)
  const size = Math.abs(distance)
  if (size >= DAY_MS) return formatFar(at, now, zone)
  if (size < 45_000) return distance >= 0 ? 'just now' : 'in a moment'
  const words = size < HOUR_MS ? `${Math.max(1, Math.round(size / MINUTE_MS))} min` : `${Math.round(size / HOUR_MS)} h`
  return distance >= 0 ? `${words} ago` : `in ${words}`
}

function formatFar(at: Instant, now: Instant, zone: string): string {
  const hasYear = toLocal(at, zone).year !== toLocal(now, zone).year
  return `${formatDate(at, zone, { hasYear })}, ${formatTime(at, zone)}`
}

/** A length of time in its two largest units: `850 ms`, `4.2 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  if (milliseconds < 10_000) return `${(milliseconds / 1000).toFixed(1)} s`
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return pair(seconds, 60, 'min', 's')
  if (seconds < 86_400) return pair(Math.round(seconds / 60), 60, 'h', 'min')
  return pair(Math.round(seconds / 3600), 24, 'd', 'h')
}

function pair(value: number, base: number, large: string, small: string): string {
  const rest = value % base
  return `${Math.floor(value / base)} ${large}${rest ? ` ${rest} ${small}` : ''}`
}
