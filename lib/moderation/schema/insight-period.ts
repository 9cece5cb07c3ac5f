const DAY_MS = 86_400_000
/** Three years: what is longer is for the export. */
export const PERIOD_DAYS_MAX = 1_100

interface Refusal {
  path: 'from' | 'to'
  message: string
}

/** Why figures are not counted for a period of two dates, the last of which it does not include; null where they are. */
export function refusePeriod({ from, to }: { from?: string | undefined; to?: string | undefined }): Refusal | null {
  if ((from === undefined) !== (to === undefined))
    return { path: from === undefined ? 'from' : 'to', message: 'A period has both ends, or none.' }
  if (from === undefined || to === undefined) return null
  if (from >= to) return { path: 'to', message: 'The period ends before it begins.' }
  if ((Date.parse(to) - Date.parse(from)) / DAY_MS <= PERIOD_DAYS_MAX) return null
  return { path: 'to', message: `A period has at most ${PERIOD_DAYS_MAX} days.` }
}
