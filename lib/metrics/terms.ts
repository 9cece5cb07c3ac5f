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
