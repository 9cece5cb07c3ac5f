import { invalid } from '@/lib/core/errors'
import { findLineProblem } from './check-line'
import { type CsvColumns, readHeader, toMessageRow } from './csv-columns'
import { type CsvRecord, CsvRecordReader } from './csv-records'
import type { Importer, RowBatch } from './lines'
import { openByteStream } from './open-bytes'

/** Messages in a CSV file, gzipped or not, or on stdin; the columns are in csv-columns.ts. */
export const openCsv: Importer = async ({ path, now, signal }) => {
  const { chunks, bytesTotal, bytesDone } = await openByteStream(path, signal)
  const records = readRecords(chunks)
  const { columns, others } = await readColumns(records)
  async function* batches(): AsyncGenerator<RowBatch> {
    yield toBatch(others, columns, now)
    for await (const more of records) yield toBatch(more, columns, now)
  }
  return { stated: columns.stated, ignored: columns.ignored, bytesTotal, bytesDone, batches: batches() }
}

async function* readRecords(chunks: AsyncIterable<Buffer>): AsyncGenerator<CsvRecord[]> {
  const reader = new CsvRecordReader()
  // Drops the mark that some programs put before UTF-8.
  const decoder = new TextDecoder()
  for await (const chunk of chunks) yield reader.push(decoder.decode(chunk, { stream: true }))
  yield [...reader.push(decoder.decode()), ...reader.end()]
}

async function readColumns(
  records: AsyncGenerator<CsvRecord[]>,
): Promise<{ columns: CsvColumns; others: CsvRecord[] }> {
  for (;;) {
    const { done, value } = await records.next()
    if (done) throw invalid('file', 'The file is empty.', 'import.bad_header')
    const [header, ...others] = value
    if (!header) continue
    if ('reason' in header)
      throw invalid('file', `The first line can't be read: ${header.reason}.`, 'import.bad_header')
    return { columns: readHeader(header.fields), others }
  }
}

function toBatch(records: readonly CsvRecord[], columns: CsvColumns, now: Date): RowBatch {
  const batch: RowBatch = { good: [], bad: [] }
  for (const record of records) {
    const message =
      'fields' in record && record.fields.length === columns.count ? toMessageRow(record.fields, columns) : null
    const reason = message ? findLineProblem(message, now) : notMessageReason(record, columns)
    if (message && reason === null) batch.good.push(message)
    else batch.bad.push({ file: '', line: record.line, reason: reason ?? '' })
  }
  return batch
}

const notMessageReason = (record: CsvRecord, columns: CsvColumns): string =>
  'reason' in record
    ? record.reason
    : `the row has ${record.fields.length} columns but the first line names ${columns.count}`
