/** Bucket sizes of the series API, finest first. Weeks are ISO weeks; from `hour` up they are the zone's. */
export const RESOLUTIONS = ['minute', '15m', 'hour', 'day', 'week', 'month'] as const
export type Resolution = (typeof RESOLUTIONS)[number]

/** Points that one series may have. */
export const MAX_POINTS = 1_500

/** Label values that `by` tells apart before the rest folds into "other". */
export const TOP_DEFAULT = 5
export const TOP_MAX = 50

/** The label value of what is not among the top. */
export const OTHER = 'other'

export const COMPARISON_MODES = ['elapsed', 'whole', 'weekday', 'year'] as const
export type ComparisonMode = (typeof COMPARISON_MODES)[number]

/** More than the usage page has panels, each with its comparison. */
export const SERIES_BATCH_MAX = 50

/** Labels that a series may have. */
export const LABELS_MAX = 16

/** What sort of figure a metric is; lib/metrics/kinds has a file for each. */
export const METRIC_KINDS = ['gauge', 'event', 'increment', 'distinct', 'ratio', 'duration'] as const
export type MetricKind = (typeof METRIC_KINDS)[number]

/** How buckets make a longer one: `recount` asks the rows again, since no member counts twice. */
export const OVER_TIME = ['mean', 'sum', 'recount', 'ratio', 'quantile'] as const
export type OverTime = (typeof OVER_TIME)[number]

export const OVER_LABELS = ['sum', 'none'] as const
export type OverLabels = (typeof OVER_LABELS)[number]

/** A duration is answered by its quantiles, told apart by a label of its own. */
export const QUANTILE_LABEL = 'quantile'
export const QUANTILES = { p50: 0.5, p90: 0.9 } as const
export type Quantile = keyof typeof QUANTILES
