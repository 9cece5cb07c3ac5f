import type { MetricView } from '@/lib/metrics/schema'

/** Where the data of all these metrics begins; null where there is none. */
export const firstAtOf = (metrics: readonly Pick<MetricView, 'firstAt'>[]): string | null =>
  metrics
    .map(({ firstAt }) => firstAt)
    .filter((at) => at !== null)
    .sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null
