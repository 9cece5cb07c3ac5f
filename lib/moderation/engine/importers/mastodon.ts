import { type CsvRecord, CsvRecordReader } from '@/lib/community/importers/csv-records'
import { runToEnd, type Slices } from '@/lib/core/run-in-slices'
import { type ImportedDomains, readDomain, type SkippedLine } from './lists'

const DOMAIN = 'domain'
const SEVERITY = 'severity'
/** Of the file, in characters, that is cut into records at once. */
const CHUNK_LENGTH = 16 * 1024
const HIDDEN = 'The export hides part of this domain.'
const NOOP = 'Its severity is noop, so Mastodon doesn’t block it.'
/** As Mastodon and tools that share its lists write it. */
const NOTHING_DONE: ReadonlySet<string> = new Set(['noop', 'none'])

/**
 * Reads a list of blocked domains that Mastodon has exported: a CSV file whose header names `#domain` and `#severity`, or the
 * older form without a header, a domain a line. What is limited or suspended there is taken.
 */
export const importMastodonBlocks = (csv: string): ImportedDomains => runToEnd(readMastodonBlocks(csv))

/** The same, a record at each step. */
export function* readMastodonBlocks(csv: string): Slices<ImportedDomains> {
  const domains = new Set<string>()
  const skipped: SkippedLine[] = []
  let columns = { domain: 0, severity: -1 }
  let isFirst = true
  for (const record of recordsOf(csv.replace(/^\uFEFF/, ''))) {
    yield
    const skip = (text: string, why: string) => skipped.push({ line: record.line, text: text.slice(0, 200), why })
    if ('reason' in record) {
      skip('', record.reason)
      isFirst = false
      continue
    }
    const header = isFirst ? readHeader(record.fields) : null
    isFirst = false
    if (header) {
      columns = header
      continue
    }
    const text = record.fields[columns.domain]?.trim() ?? ''
    const entry = readDomain(text)
    if (NOTHING_DONE.has(record.fields[columns.severity]?.trim().toLowerCase() ?? '')) skip(text, NOOP)
    else if (text.includes('*')) skip(text, HIDDEN)
    else if ('why' in entry) skip(text, entry.why)
    else if (domains.has(entry.value)) skip(text, 'It’s a duplicate.')
    else domains.add(entry.value)
  }
  return { domains: [...domains], skipped }
}

function* recordsOf(csv: string): Generator<CsvRecord> {
  const reader = new CsvRecordReader()
  for (let start = 0; start < csv.length; start += CHUNK_LENGTH)
    yield* reader.push(csv.slice(start, start + CHUNK_LENGTH))
  yield* reader.end()
}

function readHeader(fields: readonly string[]): { domain: number; severity: number } | null {
  const names = fields.map((name) => name.trim().replace(/^#/, '').toLowerCase())
  return names.includes(DOMAIN) ? { domain: names.indexOf(DOMAIN), severity: names.indexOf(SEVERITY) } : null
}
