/** What may stand in a cell. Numbers stay numbers; null is an empty cell. */
export type CsvValue = string | number | boolean | null

/**
 * A column by its heading. Text in it is neutralised, also where it looks like a number. A column of ids is declared as one:
 * ids are compared and joined with, so they stay as they are.
 */
export type CsvColumn = string | { ids: string }

/** Spreadsheets read UTF-8 only behind this mark. */
const BYTE_ORDER_MARK = '\ufeff'

/** A spreadsheet takes a text cell that begins with one of these for a formula; some do with the fullwidth signs too. */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/

/** What begins with a sign and holds no operator, bracket or quote calls nothing: `-1001234567890`, `@alice:example.org`. */
const HARMLESS_ID = /^[+\-@][\p{L}\p{N}_.:~/-]*$/u

const NEEDS_QUOTES = /[",\r\n]/

/**
 * One cell. Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers are left as they are,
 * negative ones too.
 * @param isId whether the cell holds an id: it gets an apostrophe only where it could call a function or another program
 * @throws RangeError for a number that is not finite
 */
export function csvCell(value: CsvValue, isId = false): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`${value} can't be written to a table`)
    return String(value)
  }
  const isFormula = FORMULA_START.test(value) && !(isId && HARMLESS_ID.test(value))
  const text = isFormula ? `'${value}` : value
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A table that is written line by line; lines end with CRLF (RFC 4180). */
export interface CsvTable {
  /** The byte order mark and the headings. */
  head: string
  line: (values: readonly CsvValue[]) => string
}

export function csvTable(columns: readonly CsvColumn[]): CsvTable {
  const isId = columns.map((column) => typeof column !== 'string')
  const headings = columns.map((column) => csvCell(typeof column === 'string' ? column : column.ids))
  return {
    head: `${BYTE_ORDER_MARK}${headings.join(',')}\r\n`,
    line: (values) => `${values.map((value, index) => csvCell(value, isId[index])).join(',')}\r\n`,
  }
}

/** A whole table. */
export function toCsv(columns: readonly CsvColumn[], rows: Iterable<readonly CsvValue[]>): string {
  const { head, line } = csvTable(columns)
  let text = head
  for (const row of rows) text += line(row)
  return text
}
