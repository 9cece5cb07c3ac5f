import type { ValueFormat } from '@/components/ui/format'

/** Bucket sizes, as the series API names them. */
export type ChartStep = 'minute' | '15m' | 'hour' | 'day' | 'week' | 'month'

/** One bucket. A bucket that is not in the list was not measured and breaks the line. */
export interface ChartPoint {
  /** The bucket's start, an instant. */
  at: string
  value: number | null
  min?: number | null
  max?: number | null
  /** False for the bucket that is not over yet, and for one that the range cuts. */
  complete: boolean
  /** It is over, but begins before the range or ends after it: only a part of it is counted. */
  isCut?: boolean
  /** Share of the bucket that measurements cover, 0 to 1; absent means all of it. */
  coverage?: number
}

export interface ChartSeries {
  id: string
  name: string
  points: readonly ChartPoint[]
}

/** The period that is compared with: each `at` is the bucket of the shown range that it stands beside. */
export interface PreviousPeriod {
  /** "24 Sep – 23 Oct" */
  name: string
  points: readonly (ChartPoint & { previousAt: string })[]
}

export interface ChartAnnotation {
  id: string
  at: string
  /** For what lasted: its end. */
  until?: string | null
  title: string
}

/** A point that is out of the ordinary, and what a click on its ring leads to. */
export interface ChartAnomaly {
  seriesId: string
  at: string
  label: string
}

/** A half-open range of instants. */
export interface TimeRange {
  from: string
  to: string
}

/** Everything that a time-series chart, its table and its downloads are drawn from. */
export interface ChartData extends TimeRange {
  step: ChartStep
  /** IANA zone in which the axis is labelled. */
  zone: string
  /** The instant that the figures answer for. */
  asOf: string
  /** What is counted: "members". */
  unit: string
  format?: ValueFormat
  /** Six at most, the caller folds the rest into "other". With one series its name is "This period" beside a previous one. */
  series: readonly ChartSeries[]
  previous?: PreviousPeriod | undefined
  annotations?: readonly ChartAnnotation[]
  anomalies?: readonly ChartAnomaly[]
  /** False lets the y axis start above zero, which the chart then says. */
  isFromZero?: boolean
}

export interface ChartHandlers {
  /** A range was dragged (or chosen with Shift and the arrow keys). */
  onSelectRange?: (range: TimeRange) => void
  /** Double-click or Backspace: back to the wider range. */
  onStepOut?: () => void
  onOpenAnnotation?: (id: string) => void
  onOpenAnomaly?: (anomaly: ChartAnomaly) => void
  /** Enter or click on a point: lead to what is behind it. */
  onOpenPoint?: (at: string, seriesId: string) => void
}
