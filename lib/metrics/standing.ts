/** A gauge's sample stands until the next one, at most this many times its interval: one missed slot is bridged half. */
export const GAUGE_STANDS = 1.5

/** Hours that no sample outlives: the longest interval of a source (a day), times GAUGE_STANDS. */
export const LONGEST_STANDING_HOURS = 36
