/** A gauge's sample stands until the next one, at most this many times its interval: one missed slot is bridged half. */
export const STALE_AFTER_INTERVALS = 1.5

/** Hours that no sample outlives: the longest interval of a source (a day), times GAUGE_STANDS. */
export const STALE_AFTER_HOURS_MAX = 36
