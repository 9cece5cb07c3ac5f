import { type CsvRecord, CsvRecordReader } from '@/lib/community/importers/csv-records'
import { invalid } from '@/lib/core/errors'

export interface LabelledText {
  text: string
  /** Whether it is what the rule shall find. */
  label: boolean
}

export interface LabelledBatch {
  rows: LabelledText[]
  /** Lines that are left out, by the number of the line on which they begin. */
  bad: { line: number; reason: string }[]
}

/** More than the API takes of a text (64 kB). */
const TEXT_LIMIT = 100_000
const LABELS: ReadonlyMap<string, boolean> = new Map([
  ['1', true],
  ['true', true],
  ['yes', true],
  ['0', false],
  ['false', false],
  ['no', false],
])
const COLUMNS = ['text', 'label'] as const

/**
 * Reads a CSV file of labelled texts as it comes, in batches. The first line names the columns `text` and `label` in any
 * order; others are passed over. A bad line costs itself only.
 * @throws DomainError `backtest.bad_file` (invalid) where the header is none, or the file is not UTF-8
 */
export async function* readLabelledTexts(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<LabelledBatch> {
  let columns: Columns | null = null
  for await (const records of readRecords(chunks)) {
    const [header, ...others] = records
    if (!header) continue
    const rest: CsvRecord[] = columns ? records : others
    columns ??= readColumns(header)
    yield toBatch(rest, columns)
  }
  if (!columns) throw badFile('The file is empty.')
}

interface Columns {
  count: number
  text: number
  label: number
}

async function* readRecords(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRecord[]> {
  const reader = new CsvRecordReader()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of chunks) yield reader.push(decode(() => decoder.decode(chunk, { stream: true })))
  yield [...reader.push(decode(() => decoder.decode())), ...reader.end()]
}

/** Read with signs for what is none a text would be another one than the team has labelled. */
function decode(read: () => string): string {
  try {
    return read()
  } catch {
    throw badFile('The file isn’t UTF-8 (it may be Latin-1, Windows-1252 or UTF-16). Save it as UTF-8 and try again.')
  }
}

function readColumns(header: CsvRecord): Columns {
  if ('reason' in header) throw badFile(`The first line can’t be read: ${header.reason}.`)
  const names = header.fields.map((name) => name.trim().toLowerCase())
  const missing = COLUMNS.filter((name) => !names.includes(name))
  if (missing.length > 0) throw badFile(`The first line must name the columns. Missing: ${missing.join(', ')}.`)
  return { count: names.length, text: names.indexOf('text'), label: names.indexOf('label') }
}

function toBatch(records: readonly CsvRecord[], columns: Columns): LabelledBatch {
  const batch: LabelledBatch = { rows: [], bad: [] }
  for (const record of records) {
    const row = toRow(record, columns)
    if (typeof row === 'string') batch.bad.push({ line: record.line, reason: row })
    else batch.rows.push(row)
  }
  return batch
}

/** The row, or why there is none. */
function toRow(record: CsvRecord, columns: Columns): LabelledText | string {
  if ('reason' in record) return record.reason
  const { fields } = record
  if (fields.length !== columns.count)
    return `the row has ${fields.length} columns, but the first line names ${columns.count}`
  const text = fields[columns.text] ?? ''
  const label = LABELS.get((fields[columns.label] ?? '').trim().toLowerCase())
  if (label === undefined) return 'label must be 1, 0, true, false, yes or no'
  if (text.trim() === '') return 'text is empty'
  return text.length > TEXT_LIMIT ? `text is longer than ${TEXT_LIMIT} characters` : { text, label }
}

const badFile = (message: string) => invalid('file', message, 'backtest.bad_file')
