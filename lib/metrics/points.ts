import type { PointView, SummaryView } from './schema'

/** A bucket's bounds; `local` from day up. */
export interface PointBucket {
  at: Date
  /** `at` in words. */
  start: string
  until: Date
  local: string | null
}

/** What is known of one bucket of one line. */
export interface BucketSummary {
  value: number
  min: number | null
  max: number | null
  samples: number
  valueSeconds: number
  coveredSeconds: number
  /** Of a duration: those among `samples` that were still open. */
  open?: number
}

export interface PointRange {
  from: Date
  to: Date
  asOf: Date
}

/** A point is complete where its whole bucket lies in the range and is over. */
export function toPoint(bucket: PointBucket, measured: BucketSummary, range: PointRange): PointView {
  const isWhole = bucket.at >= range.from && bucket.until <= range.to && bucket.until <= range.asOf
  return {
    at: bucket.start,
    ...(bucket.local === null ? {} : { local: bucket.local }),
    value: measured.value,
    min: measured.min,
    max: measured.max,
    samples: measured.samples,
    coveredSeconds: measured.coveredSeconds,
    ...(measured.open === undefined ? {} : { open: measured.open }),
    complete: isWhole,
  }
}

/** Seconds of a bucket that lie in the range and are over. */
export function elapsedSeconds(bucket: PointBucket, range: PointRange): number {
  const start = Math.max(bucket.at.getTime(), range.from.getTime())
  const end = Math.min(bucket.until.getTime(), range.to.getTime(), range.asOf.getTime())
  return Math.max(0, end - start) / 1000
}

const EMPTY: SummaryView = { value: null, min: null, max: null, samples: 0, coveredSeconds: 0 }

/** A gauge over all of its buckets: value-seconds by covered seconds, never the mean of means. */
export function summariseGauge(measured: readonly BucketSummary[]): SummaryView {
  const coveredSeconds = sum(measured, (one) => one.coveredSeconds)
  if (coveredSeconds === 0) return EMPTY
  const value = sum(measured, (one) => one.valueSeconds) / coveredSeconds
  return {
    value,
    min: least(measured.map((one) => one.min)),
    max: greatest(measured.map((one) => one.max)),
    samples: sum(measured, (one) => one.samples),
    coveredSeconds,
  }
}

/** A count over all of its buckets. */
export function summariseCount(measured: readonly BucketSummary[]): SummaryView {
  if (measured.length === 0) return EMPTY
  const value = sum(measured, (one) => one.value)
  const coveredSeconds = sum(measured, (one) => one.coveredSeconds)
  return { value, min: null, max: null, samples: sum(measured, (one) => one.samples), coveredSeconds }
}

const sum = (measured: readonly BucketSummary[], of: (one: BucketSummary) => number): number =>
  measured.reduce((total, one) => total + of(one), 0)

const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null)

const least = (values: readonly (number | null)[]): number | null =>
  known(values).reduce<number | null>((best, value) => (best === null ? value : Math.min(best, value)), null)

const greatest = (values: readonly (number | null)[]): number | null =>
  known(values).reduce<number | null>((best, value) => (best === null ? value : Math.max(best, value)), null)
