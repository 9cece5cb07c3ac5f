/** A record of a CSV file, by the number of the line on which it begins. */
export type CsvRecord = { line: number; fields: string[] } | { line: number; reason: string }

/** A record that is longer is a broken quote, or no CSV. */
const RECORD_LIMIT = 1024 * 1024
const RECORD_LINES_LIMIT = 10_000
const NEVER_CLOSED = 'a quote is opened and not closed'

/**
 * Cuts text that comes in pieces into CSV records (RFC 4180; a quote within an unquoted field is a character like others). A
 * broken quote costs its own line only: where a quoted field doesn't come to a proper end, its first line is
 * rejected and the next ones are read again. The parsers at hand swallow good lines up to the next quote instead.
 */
export class CsvRecordReader {
  private rest = ''
  private isSkipping = false
  private line = 0
  /** Lines of a record whose quoted field is not closed yet. */
  private open: string[] = []
  private openLength = 0

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
    while (this.open.length > 0) this.giveUpFirst(NEVER_CLOSED, records)
    return records
  }

  private takeLine(raw: string, records: CsvRecord[]): void {
    this.line += 1
    if (this.isSkipping) {
      this.isSkipping = false
      return
    }
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw
    if (this.open.length > 0) this.continueRecord(raw, records)
    else if (line === '') return
    else if (!line.includes('"')) records.push({ line: this.line, fields: line.split(',') })
    else this.tryRecord([raw], records)
  }

  private continueRecord(raw: string, records: CsvRecord[]): void {
    this.open.push(raw)
    this.openLength += raw.length + 1
    if (raw.includes('"')) this.tryRecord(this.open, records)
    else if (this.openLength > RECORD_LIMIT || this.open.length > RECORD_LINES_LIMIT)
      this.giveUpFirst(NEVER_CLOSED, records)
  }

  private tryRecord(lines: string[], records: CsvRecord[]): void {
    const text = lines.join('\n')
    const parsed = parseRecord(text.endsWith('\r') ? text.slice(0, -1) : text)
    this.open = lines
    this.openLength = text.length
    if (parsed === 'open' && text.length <= RECORD_LIMIT) return
    if (typeof parsed === 'string') {
      this.giveUpFirst(parsed === 'open' ? NEVER_CLOSED : parsed, records)
      return
    }
    records.push({ line: this.line - lines.length + 1, fields: parsed })
    this.close()
  }

  /** Rejects the first line of the open record and reads the others again. */
  private giveUpFirst(reason: string, records: CsvRecord[]): void {
    const others = this.open.slice(1)
    records.push({ line: this.line - others.length, reason })
    this.close()
    this.line -= others.length
    for (const line of others) this.takeLine(line, records)
  }

  private skipLongLine(records: CsvRecord[]): void {
    while (this.open.length > 0) this.giveUpFirst(NEVER_CLOSED, records)
    if (!this.isSkipping) records.push({ line: this.line + 1, reason: 'the line is longer than 1 MiB' })
    this.isSkipping = true
    this.rest = ''
  }

  private close(): void {
    this.open = []
    this.openLength = 0
  }
}

/** The fields of one record; `open` where a quoted field doesn't end within the text; else why it is no record. */
export function parseRecord(text: string): string[] | 'open' | 'a closing quote is not followed by a comma' {
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
    if (close === -1) return 'open'
    fields.push(text.slice(at + 1, close).replaceAll('""', '"'))
    if (close + 1 === text.length) return fields
    if (text[close + 1] !== ',') return 'a closing quote is not followed by a comma'
    at = close + 2
  }
}

function findClosingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at
  }
  return -1
}
