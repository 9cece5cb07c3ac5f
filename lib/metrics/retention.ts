const DAY_MS = 86_400_000

/**
 * The instant before which samples are not taken and buckets not recomputed any more; null where all is kept. Raw
 * partitions are dropped `RAW_GRACE_DAYS` later, so that a bucket beside it still finds its neighbours and a
 * roll-up that waits finds its samples.
 */
export function rawRetentionStart(keepRawDays: number | null, now: Date): Date | null {
  return keepRawDays === null ? null : new Date(now.getTime() - keepRawDays * DAY_MS)
}

/** Days that raw rows outlive `rawRetentionStart`: more than the longest standing of a sample (36 h) and a roll-up's delay. */
export const RAW_GRACE_DAYS = 7
