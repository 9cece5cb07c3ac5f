import { queryOptions } from '@tanstack/react-query'
import type { FreshnessView } from '@/lib/collection/schema'
import { getJson } from '@/lib/core/http/client'
import type {
  ComparisonView,
  HeatmapView,
  MetricPage,
  OverviewView,
  ProvenanceView,
  SeriesView,
  TopListView,
} from '@/lib/metrics/schema'
import type { Resolution } from '@/lib/metrics/terms'
import { fetchInBatch } from './fetch-in-batch'
import type { ComparisonRequest, SeriesRequest, UsageView } from './usage-view'

/** A question to the API with its range as it was asked for: the key of an answer does not change while time goes on. */
interface Requested<R> {
  request: R
  view: Pick<UsageView, 'rangeKey' | 'asOf'>
}

/** All panels stand under `usage`, not under a topic: they are refetched together, for one instant; see use-as-of.ts. */
const ROOT = 'usage'

/** Asking them anew for the instant before would be thrown away when the next one comes. */
const meta = { follows: 'as-of' }

/** As many as one page of the list holds. */
export const METRICS_MAX = 200

function keyOf<R extends { from: string; to: string }>(kind: string, { request, view }: Requested<R>) {
  const { from: _from, to: _to, ...rest } = request
  return [ROOT, kind, view.rangeKey, rest] as const
}

export const usageKeys = {
  all: [ROOT] as const,
  asOf: ['samples', 'as-of'] as const,
  metrics: ['samples', 'metrics'] as const,
  series: (asked: Requested<SeriesRequest>) => keyOf('series', asked),
  comparison: (asked: Requested<ComparisonRequest>) => keyOf('comparison', asked),
  heatmap: (asked: Requested<HeatmapRequest>) => keyOf('heatmap', asked),
  tops: (asked: Requested<TopListRequest>) => keyOf('tops', asked),
  now: (zone: string) => [ROOT, 'now', zone] as const,
}

export interface HeatmapRequest {
  metric: string
  from: string
  to: string
  zone: string
}

export interface TopListRequest extends HeatmapRequest {
  by: string
  limit: number
}

export interface PointRequest {
  metric: string
  at: string
  resolution: Resolution
  zone: string
  /** `label.<name>`: the value that the point is of. */
  [label: `label.${string}`]: string | string[]
}

/** A point that was opened, and whose it is: a channel's name, say; null where it is the total's. */
export interface OpenedPoint {
  request: PointRequest
  name: string | null
}

/** The server's present, as hints of new samples move it along. */
export const asOfQuery = () =>
  queryOptions({
    queryKey: usageKeys.asOf,
    queryFn: async ({ signal }) => (await getJson<FreshnessView>('/api/v1/freshness', { signal })).asOf,
  })

export const seriesQueryOf = (asked: Requested<SeriesRequest>) =>
  queryOptions({
    queryKey: usageKeys.series(asked),
    meta,
    queryFn: ({ signal }) =>
      fetchInBatch<SeriesView>('series', { ...asked.request, asOf: asked.view.asOf }, { signal }),
  })

export const comparisonQueryOf = (asked: Requested<ComparisonRequest>) =>
  queryOptions({
    queryKey: usageKeys.comparison(asked),
    meta,
    queryFn: ({ signal }) =>
      fetchInBatch<ComparisonView>('comparison', { ...asked.request, asOf: asked.view.asOf }, { signal }),
  })

export const heatmapQueryOf = (asked: Requested<HeatmapRequest>) =>
  queryOptions({
    queryKey: usageKeys.heatmap(asked),
    meta,
    queryFn: ({ signal }) =>
      getJson<HeatmapView>('/api/v1/heatmap', {
        query: { ...asked.request, asOf: asked.view.asOf },
        signal,
      }),
  })

export const topListQueryOf = (asked: Requested<TopListRequest>) =>
  queryOptions({
    queryKey: usageKeys.tops(asked),
    meta,
    queryFn: ({ signal }) =>
      getJson<TopListView>('/api/v1/tops', {
        query: { ...asked.request, asOf: asked.view.asOf },
        signal,
      }),
  })

/** The figures of now. */
export const nowQueryOf = ({ zone, asOf }: Pick<UsageView, 'zone' | 'asOf'>) =>
  queryOptions({
    queryKey: usageKeys.now(zone),
    meta,
    queryFn: ({ signal }) =>
      getJson<OverviewView>('/api/v1/overview', {
        query: { zone, asOf },
        signal,
      }),
  })

/** What is behind one point. */
export const provenanceQueryOf = (request: PointRequest) =>
  queryOptions({
    queryKey: ['samples', 'provenance', request] as const,
    queryFn: ({ signal }) =>
      getJson<ProvenanceView>('/api/v1/series/provenance', {
        query: { ...request },
        signal,
      }),
  })

/** Every metric, and since when there is data of it. */
export const metricsQuery = () =>
  queryOptions({
    queryKey: usageKeys.metrics,
    queryFn: ({ signal }) =>
      getJson<MetricPage>('/api/v1/metrics', {
        query: { limit: METRICS_MAX },
        signal,
      }),
  })
