/** A record of a CSV file, by the number of the line on which it begins. */
export type CsvRecord = { line: number; fields: string[] } | { line: number; reason: string }

/** A record that is longer is a broken quote, or no CSV. */
const RECORD_LIMIT = 1024 * 1024
const RECORD_LINES_LIMIT = 10_000
const NEVER_CLOSED = 'a quote is never closed'
const BAD_CLOSE = 'a closing quote is not followed by a comma'

/**
 * Cuts text that comes in pieces into CSV records (RFC 4180; a quote within an unquoted field is a character like others). A
 * broken quote costs its own line only: where a quoted field doesn't come to a proper end, its first line is
 * rejected and the next ones are read again. The parsers at hand swallow good lines up to the next quote instead.
 *
 * How a line that begins within a quoted field ends doesn't depend on where that field began, so it is looked at once
 * and remembered: reading again would take quadratic time where every line has a broken quote.
 */
export class CsvRecordReader {
  private rest = ''
  private isSkipping = false
  /** Number of the line at `head`, the first of the record at hand. */
  private line = 1
  private lines: string[] = []
  private head = 0
  /** Characters before each line, and before the one that comes next. */
  private starts = [0]
  private isOpen = false
  /** The lines after `head` and before this one are known to go on with a quoted field that they begin in. */
  private known = 1
  /** Whether the line at `known` is known to end it wrongly. */
  private isFault = false

  /** The records that are complete with this piece. */
  push(piece: string): CsvRecord[] {
    const records: CsvRecord[] = []
    const text = this.rest + piece
    let start = 0
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      this.takeLine(text.slice(start, end), records)
      start = end + 1
    }
    this.rest = text.slice(start)
    if (this.rest.length > RECORD_LIMIT) this.skipLongLine(records)
    return records
  }

  /** The records that only the end of the file completes. */
  end(): CsvRecord[] {
    const records: CsvRecord[] = []
    if (this.rest !== '' || this.isSkipping) this.takeLine(this.rest, records)
    this.rest = ''
    this.settle(records, true)
    return records
  }

  private takeLine(raw: string, records: CsvRecord[]): void {
    if (this.isSkipping) {
      this.isSkipping = false
      this.line += 1
      return
    }
    this.lines.push(raw)
    this.starts.push((this.starts.at(-1) ?? 0) + raw.length + 1)
    this.settle(records, false)
  }

  private skipLongLine(records: CsvRecord[]): void {
    this.settle(records, true)
    if (!this.isSkipping) records.push({ line: this.line, reason: 'the row is longer than 1 MiB' })
    this.isSkipping = true
    this.rest = ''
  }

  /** Reads as many records as the lines at hand hold; without more to come it leaves none. */
  private settle(records: CsvRecord[], isEnd: boolean): void {
    while (this.head < this.lines.length) {
      if (!this.isOpen) this.begin(records)
      if (this.isOpen && !this.goOn(records, isEnd)) break
    }
    if (this.head > this.lines.length / 2) this.letGo()
  }

  private begin(records: CsvRecord[]): void {
    const text = withoutReturn(this.lines[this.head] ?? '')
    const ending = text.includes('"') ? endingOf(text, false) : 'closed'
    if (ending === 'open') this.isOpen = true
    else if (ending === 'fault') this.reject(BAD_CLOSE, records)
    else {
      if (text !== '') records.push({ line: this.line, fields: parseRecord(text) })
      this.moveTo(this.head + 1)
    }
  }

  /** Looks for the end of the open record; false where more lines have to come. */
  private goOn(records: CsvRecord[], isEnd: boolean): boolean {
    while (!this.isFault && this.known < this.lines.length && !this.isTooLong()) {
      const ending = endingOf(withoutReturn(this.lines[this.known] ?? ''), true)
      if (ending === 'closed') {
        const text = withoutReturn(this.lines.slice(this.head, this.known + 1).join('\n'))
        records.push({ line: this.line, fields: parseRecord(text) })
        this.moveTo(this.known + 1)
        return true
      }
      if (ending === 'open') this.known += 1
      else this.isFault = true
    }
    const isOver = this.isFault || isEnd || this.known < this.lines.length
    if (isOver) this.reject(this.isFault ? BAD_CLOSE : NEVER_CLOSED, records)
    return isOver
  }

  /** Whether the open record would be longer than one may be, with the next line that is not known yet. */
  private isTooLong(): boolean {
    const length = (this.starts[this.known + 1] ?? 0) - (this.starts[this.head] ?? 0)
    return length > RECORD_LIMIT || this.known - this.head >= RECORD_LINES_LIMIT
  }

  /** Rejects the first line of the record; those after it are read again. */
  private reject(reason: string, records: CsvRecord[]): void {
    records.push({ line: this.line, reason })
    this.moveTo(this.head + 1)
  }

  private moveTo(head: number): void {
    this.line += head - this.head
    this.head = head
    this.isOpen = false
    if (head < this.known) return
    this.known = head + 1
    this.isFault = false
  }

  private letGo(): void {
    this.lines = this.lines.slice(this.head)
    this.starts = this.starts.slice(this.head)
    this.known -= this.head
    this.head = 0
  }
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line)

/** How a line ends that begins within a quoted field, or with a field: whether a quoted field goes on behind it. */
function endingOf(line: string, isInside: boolean): 'closed' | 'open' | 'fault' {
  for (let at = 0; ; ) {
    if (at > 0 || !isInside) {
      if (line[at] !== '"') {
        const comma = line.indexOf(',', at)
        if (comma === -1) return 'closed'
        at = comma + 1
        continue
      }
      at += 1
    }
    const close = findClosingQuote(line, at)
    if (close === -1) return 'open'
    if (close + 1 === line.length) return 'closed'
    if (line[close + 1] !== ',') return 'fault'
    at = close + 2
  }
}

/** The fields of one whole record. */
function parseRecord(text: string): string[] {
  const fields: string[] = []
  let at = 0
  for (;;) {
    if (text[at] !== '"') {
      const comma = text.indexOf(',', at)
      if (comma === -1) return [...fields, text.slice(at)]
      fields.push(text.slice(at, comma))
      at = comma + 1
      continue
    }
    const close = findClosingQuote(text, at + 1)
    fields.push(text.slice(at + 1, close).replaceAll('""', '"'))
    if (close + 1 === text.length) return fields
    at = close + 2
  }
}

function findClosingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at
  }
  return -1
}
