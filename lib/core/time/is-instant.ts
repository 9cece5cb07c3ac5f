const FIRST_YEAR = '1900'
const LAST_YEAR = '2199'
/** What Temporal reads; PostgreSQL rounds to six. */
const FRACTION_DIGITS_MAX = 9

const INSTANT = /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i

export const hasKnownYear = (text: string): boolean => text.slice(0, 4) >= FIRST_YEAR && text.slice(0, 4) <= LAST_YEAR

export const hasShortFraction = (text: string): boolean =>
  (/\.(\d+)/.exec(text)?.[1]?.length ?? 0) <= FRACTION_DIGITS_MAX

/** Whether `dateInput` takes a text, for who can't wait for the schemas. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || !hasKnownYear(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  // The 30th of February is read as a day of March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

/** Whether `instantOrDate` takes a text, for who can't wait for the schemas. */
export function isInstantOrDate(text: string): boolean {
  const day = INSTANT.exec(text)?.[1]
  return day === undefined ? isDate(text) : isDate(day) && hasShortFraction(text)
}
