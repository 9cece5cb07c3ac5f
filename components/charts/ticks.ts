import { formatDate, formatMonth, formatTime, toLocal } from '@/lib/core/time/format'
import { DAY_MS, fromLocal, HOUR_MS, MINUTE_MS } from './calendar'

export interface ValueTicks {
  ticks: number[]
  low: number
  high: number
}

/** Gridlines that a chart may have at most, the lowest and the highest included. */
const MAX_LINES = 6
const FLAT_SHARE = 1e-6
const NICE = [1, 2, 2.5, 5, 10] as const

/**
 * Round values for the y axis, `MAX_LINES` at most.
 * @param isFromZero begin at zero; else at the nearest round value under the lowest
 * @param isWhole no fractions between 0 and 10: half a member is nobody
 */
export function valueTicks(min: number, max: number, { isFromZero = true, isWhole = true } = {}): ValueTicks {
  const low = isFromZero ? Math.min(0, min) : min
  // Values closer than this share of themselves are one level: steps as small as their distance would drown in rounding.
  const finest = Math.abs(low) * FLAT_SHARE
  const high = max - low > finest ? max : low + Math.max(1, finest)
  const step = valueStep(low, high, isWhole)
  const first = Math.floor(low / step + 1e-9)
  const last = Math.ceil(high / step - 1e-9)
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => tidy((first + index) * step))
  return { ticks, low: ticks[0] ?? 0, high: ticks.at(-1) ?? 1 }
}

function valueStep(low: number, high: number, isWhole: boolean): number {
  const finest = 10 ** Math.floor(Math.log10((high - low) / MAX_LINES))
  const least = isWhole ? Math.max(1, finest) : finest
  for (const magnitude of [least, least * 10, least * 100]) {
    for (const nice of NICE) {
      const step = nice * magnitude
      if (isWhole && !Number.isInteger(tidy(step))) continue
      const lines = Math.ceil(high / step - 1e-9) - Math.floor(low / step + 1e-9) + 1
      if (lines <= MAX_LINES) return step
    }
  }
  return high - low
}

/** Takes away what binary fractions leave behind: 0.30000000000000004. */
const tidy = (value: number): number => Number(value.toPrecision(12))

export interface TimeTick {
  at: number
  label: string
}

type Grain = 'minute' | 'hour' | 'day' | 'month' | 'year'

/** Distances between ticks, shortest first, with about how long each is. */
const LADDER: { grain: Grain; every: number; ms: number }[] = [
  ...[1, 5, 10, 15, 30].map((every) => ({ grain: 'minute' as const, every, ms: every * MINUTE_MS })),
  ...[1, 2, 3, 6, 12].map((every) => ({ grain: 'hour' as const, every, ms: every * HOUR_MS })),
  ...[1, 2, 7, 14].map((every) => ({ grain: 'day' as const, every, ms: every * DAY_MS })),
  ...[1, 2, 3, 6].map((every) => ({ grain: 'month' as const, every, ms: every * 30.4 * DAY_MS })),
  ...[1, 2, 5, 10].map((every) => ({ grain: 'year' as const, every, ms: every * 365.25 * DAY_MS })),
]

interface TimeTickOptions {
  zone: string
  /** Ticks that fit. */
  max: number
  /** The length of a bucket: ticks are never closer. */
  stepMs: number
}

/**
 * Ticks at sensible local times: full hours, midnights, firsts of the month. Days are counted on the calendar, so that a
 * day on which clocks change has its tick at its own midnight; days and weeks are counted from the range's first day.
 */
export function timeTicks(from: number, to: number, { zone, max, stepMs }: TimeTickOptions): TimeTick[] {
  const room = (to - from) / Math.max(1, max)
  const rung = LADDER.find(({ ms }) => ms >= room * 0.98 && ms >= stepMs * 0.9) ?? LADDER.at(-1)
  if (!rung) return []
  const found: TimeTick[] = []
  for (let index = 0; index <= max * 2 + 4; index++) {
    const at = tickAt(from, index, rung.grain, rung.every, zone)
    if (at > to) break
    if (at >= from && at !== found.at(-1)?.at) found.push({ at, label: labelOf(at, rung.grain, zone) })
  }
  return found
}

function tickAt(from: number, index: number, grain: Grain, every: number, zone: string): number {
  const { year, month, day, hour, minute } = toLocal(from, zone)
  const align = (value: number) => Math.floor(value / every) * every + index * every
  switch (grain) {
    case 'minute':
      return fromLocal(zone, year, month, day, hour, align(minute))
    case 'hour':
      return fromLocal(zone, year, month, day, align(hour))
    case 'day':
      return fromLocal(zone, year, month, day + index * every)
    case 'month':
      return fromLocal(zone, year, align(month - 1) + 1, 1)
    case 'year':
      return fromLocal(zone, align(year), 1, 1)
  }
}

function labelOf(at: number, grain: Grain, zone: string): string {
  const { year, month, hour, minute } = toLocal(at, zone)
  const isMidnight = hour === 0 && minute === 0
  if (grain === 'year') return String(year)
  if (grain === 'month') return month === 1 ? String(year) : (formatMonth(at, zone).split(' ')[0] ?? '')
  return grain === 'day' || isMidnight ? formatDate(at, zone) : formatTime(at, zone)
}
