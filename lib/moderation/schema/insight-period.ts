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
    return {
      path: from === undefined ? 'from' : 'to',
      message: 'Enter both the start and the end of the period, or neither.',
    }
  if (from === undefined || to === undefined) return null
  if (from >= to) return { path: 'to', message: 'The period must end after it starts.' }
  if ((Date.parse(to) - Date.parse(from)) / DAY_MS <= PERIOD_DAYS_MAX) return null
  return { path: 'to', message: `A period can have at most ${PERIOD_DAYS_MAX} days.` }
}
