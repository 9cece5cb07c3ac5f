import { Temporal } from 'temporal-polyfill'
import { localDate, startOfDay, toIso } from '@/lib/core/time/zoned'

/** Hours up to which a waiting case is of each age; what is older is of the last. */
export const AGE_HOURS = [1, 8, 24, 72, 168] as const

const PERIOD_DAYS = 30

export interface Period {
  /** Local dates of the community's zone, `to` not included. */
  from: string
  to: string
  zone: string
  /** The instants at which its days begin, and the one at which the last ends. */
  bounds: string[]
}

/** The period that is asked for, or the 30 days that end with today. */
export function periodOf(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  { zone, now }: { zone: string; now: Date },
): Period {
  const tomorrow = localDate(now.toISOString(), zone).add({ days: 1 })
  const end = to === undefined ? tomorrow : Temporal.PlainDate.from(to)
  const start = from === undefined ? end.subtract({ days: PERIOD_DAYS }) : Temporal.PlainDate.from(from)
  const bounds = Array.from({ length: start.until(end, { largestUnit: 'day' }).days + 1 }, (_, day) =>
    toIso(startOfDay(start.add({ days: day }), zone)),
  )
  return { from: start.toString(), to: end.toString(), zone, bounds }
}

/** What happened to cases between two bounds of a period; or, under `bounds.length`, after its end. */
export interface DayChange {
  /** From 1: the bound behind which it is. */
  bound: number
  opened: number
  closed: number
  reopened: number
}

export interface BacklogDay {
  at: string
  isOver: boolean
  waiting: number
  opened: number
  closed: number
}

/**
 * What waited at the end of each day that has begun, counted back from what waits now: before something was opened or opened
 * again there was one less, and before something was decided one more.
 */
export function backlogByDay(
  { bounds }: Pick<Period, 'bounds'>,
  { waiting, changes, now }: { waiting: number; changes: readonly DayChange[]; now: Date },
): BacklogDay[] {
  const byBound = new Map(changes.map((change) => [change.bound, change]))
  const growthOf = (bound: number): number => {
    const { opened = 0, reopened = 0, closed = 0 } = byBound.get(bound) ?? {}
    return opened + reopened - closed
  }
  const days: BacklogDay[] = []
  let rest = waiting - growthOf(bounds.length)
  for (let bound = bounds.length - 1; bound >= 1; bound -= 1) {
    const at = bounds[bound - 1] ?? ''
    const { opened = 0, closed = 0 } = byBound.get(bound) ?? {}
    const isOver = Date.parse(bounds[bound] ?? '') <= now.getTime()
    if (Date.parse(at) <= now.getTime()) days.push({ at, isOver, waiting: rest, opened, closed })
    rest -= growthOf(bound)
  }
  return days.reverse()
}
