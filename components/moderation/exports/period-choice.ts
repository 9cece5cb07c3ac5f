import type { QuarterView } from '@/lib/moderation/schema/transparency'
import { quarterText } from './quarter-text'

/** What a file reaches over: all, one of the quarters, or dates of one's own. */
export interface PeriodChoice {
  period: string
  /** Dates of the community's zone, both included; empty where they are open. */
  from: string
  to: string
}

export const ALL = 'all'
export const DATES = 'dates'

export const periodOptions = (quarters: readonly QuarterView[]) => [
  { value: ALL, label: 'All' },
  ...quarters.map(({ quarter, isOver }) => ({
    value: quarter,
    label: isOver ? quarterText(quarter) : `${quarterText(quarter)}, so far`,
  })),
  { value: DATES, label: 'Between two dates' },
]

/** What the API is asked for, whose end is the first that isn't in it; null where the dates are in the wrong order. */
export function rangeOf(
  { period, from, to }: PeriodChoice,
  quarters: readonly QuarterView[],
): { from: string | undefined; to: string | undefined } | null {
  if (period === DATES) {
    if (from && to && to < from) return null
    return { from: from || undefined, to: to ? dayAfter(to) : undefined }
  }
  const chosen = quarters.find(({ quarter }) => quarter === period)
  return { from: chosen?.from, to: chosen?.to }
}

const DAY_MS = 86_400_000

const dayAfter = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)
