import { type CsvValue, toCsv } from '@/lib/core/csv'
import type {
  PublishedPartialCount,
  PublishedSummary,
  SUMMARY_FORMATS,
  TransparencySummary,
} from '../schema/transparency'

/** A public summary as a file: JSON as it was frozen, or a table of section, name and value. */
export function summaryFile(
  { publishedAt, summary }: PublishedSummary,
  format: (typeof SUMMARY_FORMATS)[number],
): { body: string; type: string } {
  if (format === 'json')
    return { body: `${JSON.stringify({ publishedAt, ...summary }, null, 2)}\n`, type: 'application/json' }
  return {
    body: toCsv(['section', 'name', 'value'], rowsOf(publishedAt, summary)),
    type: 'text/csv; charset=utf-8',
  }
}

const SECTIONS = ['byMaker', 'byPolicy', 'byAction', 'byDue', 'byRuling'] as const

function rowsOf(publishedAt: string, summary: TransparencySummary): CsvValue[][] {
  const plain = Object.entries({ publishedAt, ...summary }).filter(([name]) => !SECTIONS.some((one) => one === name))
  return [
    ...plain.map(([name, value]): CsvValue[] => ['summary', name, value as CsvValue]),
    ...SECTIONS.flatMap((section) => partsOf(section, summary[section])),
  ]
}

const partsOf = (section: string, parts: readonly PublishedPartialCount[] | null): CsvValue[][] =>
  (parts ?? []).map(({ name, count }) => [section, name, count])
