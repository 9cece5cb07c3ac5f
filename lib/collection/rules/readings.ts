import { ENTRIES } from '@/lib/metrics/entries'

/** Readings that one run may give; a source that never ends would fill the memory. */
export const READINGS_MAX = 100_000

const LABEL_LENGTH_MAX = 200
const METADATA_LENGTH_MAX = 10_000
// What writeSamples takes: beyond these PostgreSQL refuses sums and products.
const LARGEST = 1e100
const SMALLEST = 1e-100

export interface CheckedReading {
  metric: string
  labels: Record<string, string>
  value: number
  metadata: Record<string, unknown> | null
  kind: 'gauge' | 'increment'
}

export type ReadingCheck = { reading: CheckedReading } | { metric: string | null; problem: string }

/**
 * Holds what a source gave against the catalogue. It is not trusted to be of the right shape: a source may answer anything,
 * and a wrong reading must fail alone, naming its metric.
 */
export function checkReading(item: unknown): ReadingCheck {
  if (typeof item !== 'object' || item === null) return { metric: null, problem: 'is malformed' }
  const { metric, value, labels = {}, metadata = null } = item as Record<string, unknown>
  const entry = typeof metric === 'string' ? ENTRIES.get(metric) : undefined
  if (typeof metric !== 'string' || !entry) {
    return { metric: null, problem: `has an unknown metric: ${excerpt(metric)}` }
  }
  const { kind, dimensions } = entry
  if (kind !== 'gauge' && kind !== 'increment')
    return { metric, problem: "belongs to a metric that is counted from rows and can't be sampled" }
  if (typeof value !== 'number' || !Number.isFinite(value))
    return { metric, problem: `is not a number: ${excerpt(value)}` }
  if (value < 0) return { metric, problem: `is negative: ${value}` }
  if (value > LARGEST || (value !== 0 && value < SMALLEST)) return { metric, problem: `can't be summed: ${value}` }
  if (!isRecord(labels)) return { metric, problem: 'has malformed labels' }
  for (const [name, text] of Object.entries(labels)) {
    if (!dimensions.includes(name)) return { metric, problem: `has an unknown label: ${excerpt(name)}` }
    if (typeof text !== 'string' || text === '' || text.length > LABEL_LENGTH_MAX || !isStorable(text)) {
      return { metric, problem: `has a label whose value is not a short text: ${name}` }
    }
  }
  if (metadata !== null && !(isRecord(metadata) && isStorable(metadata))) {
    return { metric, problem: 'has malformed metadata' }
  }
  return { reading: { metric, value, kind, metadata, labels: labels as Record<string, string> } }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether PostgreSQL takes it as jsonb: no NUL and no half of a surrogate pair, which JSON.stringify writes as escapes. */
function isStorable(value: unknown): boolean {
  try {
    const text = JSON.stringify(value)
    return text.length <= METADATA_LENGTH_MAX && !/\\u(0000|d[89a-f])/i.test(text)
  } catch {
    return false
  }
}

const excerpt = (value: unknown): string => {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
