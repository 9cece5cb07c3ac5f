/** What may stand in a cell. Numbers stay numbers; null is an empty cell. */
export type CsvValue = string | number | boolean | null

/** A spreadsheet takes a text cell that begins with one of these for a formula. */
const FORMULA_START = /^[=+\-@\t\r\n]/

const NEEDS_QUOTES = /[",\r\n]/

/**
 * One cell. Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers are left as they are,
 * negative ones too.
 * @throws RangeError for a number that is not finite
 */
export function csvCell(value: CsvValue): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`${value} can not stand in a table`)
    return String(value)
  }
  const text = FORMULA_START.test(value) ? `'${value}` : value
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** One line with its line end (CRLF, RFC 4180). */
export const csvLine = (values: readonly CsvValue[]): string => `${values.map(csvCell).join(',')}\r\n`

/** A whole table with its header. */
export const toCsv = (header: readonly string[], rows: Iterable<readonly CsvValue[]>): string => {
  let text = csvLine(header)
  for (const row of rows) text += csvLine(row)
  return text
}
