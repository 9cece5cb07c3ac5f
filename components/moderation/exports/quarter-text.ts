const MONTHS = ['January to March', 'April to June', 'July to September', 'October to December'] as const

/** `2026-q3` as "Q3 2026". */
export const quarterText = (quarter: string): string => `Q${quarter.slice(-1)} ${quarter.slice(0, 4)}`

/** `2026-q3` as "July to September 2026". */
export const quarterMonths = (quarter: string): string =>
  `${MONTHS[Number(quarter.slice(-1)) - 1] ?? ''} ${quarter.slice(0, 4)}`
