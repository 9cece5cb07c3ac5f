import { type Instant, toLocal, toMs } from '@/lib/core/time/format'
import type { ChartStep } from './types'

/** The light calendar that axes need in the browser; ranges and buckets are made in SQL and lib/core/time. */

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** How long a bucket usually is; days, weeks and months vary with clocks and calendar. */
export const STEP_MS: Record<ChartStep, number> = {
  minute: MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30.4 * DAY_MS,
}

function offsetAt(at: number, zone: string): number {
  const { year, month, day, hour, minute, second } = toLocal(at, zone)
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000
}

/**
 * The instant of a local time; `month` from 1, and any field may run over (day 32 is in the next month). A time that
 * clocks skip gives the instant as long after the jump as the time is after the skipped hour's start, so that a skipped
 * midnight gives the day's first instant; of a time that they repeat, the first.
 */
export function fromLocal(zone: string, year: number, month: number, day: number, hour = 0, minute = 0): number {
  const wall = Date.UTC(year, month - 1, day, hour, minute)
  const before = offsetAt(wall - DAY_MS, zone)
  const after = offsetAt(wall + DAY_MS, zone)
  const real = [before, after].map((offset) => wall - offset).filter((at) => at + offsetAt(at, zone) === wall)
  return real.length > 0 ? Math.min(...real) : wall - before
}

/** The start of the bucket that holds an instant. Weeks are ISO weeks. */
export function bucketStart(at: Instant, step: ChartStep, zone: string): number {
  const ms = toMs(at)
  if (step === 'minute' || step === '15m') return Math.floor(ms / STEP_MS[step]) * STEP_MS[step]
  const { year, month, day, weekday, hour } = toLocal(ms, zone)
  if (step === 'hour') return fromLocal(zone, year, month, day, hour)
  if (step === 'day') return fromLocal(zone, year, month, day)
  if (step === 'week') return fromLocal(zone, year, month, day - ((weekday + 6) % 7))
  return fromLocal(zone, year, month, 1)
}
