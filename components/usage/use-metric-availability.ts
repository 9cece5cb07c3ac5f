'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { MetricView } from '@/lib/metrics/schema'
import { firstAtOf } from './first-at'
import { metricsQuery } from './usage-client'

/** The metrics that there are, by name, and where their data begins. */
export interface KnownMetrics {
  all: readonly MetricView[]
  byName: ReadonlyMap<string, MetricView>
  firstAt: string | null
  isMeasured: (metric: string) => boolean
}

/** What the server knows of metrics; they came with the page. */
export function useMetricAvailability(): KnownMetrics {
  const { data } = useQuery(metricsQuery())
  return useMemo(() => {
    const all = data?.items ?? []
    const byName = new Map(all.map((metric) => [metric.name, metric]))
    return { all, byName, firstAt: firstAtOf(all), isMeasured: (name) => (byName.get(name)?.lastAt ?? null) !== null }
  }, [data])
}
