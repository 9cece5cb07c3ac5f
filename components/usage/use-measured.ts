'use client'

import { useQuery } from '@tanstack/react-query'
import type { MetricName } from '@/lib/metrics/catalogue'
import { firstAtOf } from './first-at'
import { metricsQuery } from './usage-client'

/** Where the data begins, and whether anything was ever measured of a metric. */
export function useMeasured(): { firstAt: string | null; isMeasured: (metric: MetricName) => boolean } {
  const { data } = useQuery(metricsQuery())
  const items = data?.items ?? []
  return {
    firstAt: firstAtOf(items),
    isMeasured: (metric) => items.some(({ name, lastAt }) => name === metric && lastAt !== null),
  }
}
