const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** How far back a list of what happened reaches. */
export const PERIODS = ['1h', '24h', '7d', '30d', 'all'] as const
export type Period = (typeof PERIODS)[number]

export const PERIOD_SEGMENTS = [
  { value: '1h', label: '1 h', name: 'Last hour' },
  { value: '24h', label: '24 h', name: 'Last 24 hours' },
  { value: '7d', label: '7 d', name: 'Last 7 days' },
  { value: '30d', label: '30 d', name: 'Last 30 days' },
  { value: 'all', label: 'All', name: 'All' },
] as const satisfies readonly { value: Period; label: string; name: string }[]

const REACH: Record<Period, { length: number; step: number } | null> = {
  '1h': { length: HOUR_MS, step: 5 * MINUTE_MS },
  '24h': { length: DAY_MS, step: HOUR_MS },
  '7d': { length: 7 * DAY_MS, step: HOUR_MS },
  '30d': { length: 30 * DAY_MS, step: HOUR_MS },
  all: null,
}

/**
 * The instant at which a period begins, cut down to a step, so that server and browser ask for the same list and it is not
 * fetched anew with every tick of the clock. Undefined where it reaches back to the first.
 */
export function startOfPeriod(period: Period, now: number): string | undefined {
  const reach = REACH[period]
  if (!reach) return undefined
  return new Date(Math.floor((now - reach.length) / reach.step) * reach.step).toISOString()
}
