import type { ReadDb } from '@/lib/core/db/types'
import { findRecords } from '@/lib/metrics/analytics/find-records'
import { analyticsQuery } from '@/lib/metrics/analytics/schema'
import { getComparison } from '@/lib/metrics/queries/get-comparison'
import { getHeatmap } from '@/lib/metrics/queries/get-heatmap'
import { getOverview } from '@/lib/metrics/queries/get-overview'
import { getProvenance } from '@/lib/metrics/queries/get-provenance'
import { getSeries } from '@/lib/metrics/queries/get-series'
import { getTopList } from '@/lib/metrics/queries/get-tops'
import { listMetrics } from '@/lib/metrics/queries/list-metrics'
import {
  comparisonQuery,
  heatmapQuery,
  overviewQuery,
  provenanceQuery,
  seriesQuery,
  topListQuery,
} from '@/lib/metrics/schema'
import { snapshotAt } from '@/lib/metrics/snapshot/snapshot'

const asOf = '2024-06-20T10:00:00Z'
const month = { from: '2024-05-22', to: '2024-06-21', zone: 'UTC', asOf }
const day = { from: '2024-06-12', to: '2024-06-13', zone: 'UTC', asOf }
const series = (query: object) => (db: ReadDb) => getSeries(db, seriesQuery.parse(query))

/** Everything that a page or a collection asks of the metrics. */
export const METRICS_QUERIES: Record<string, (db: ReadDb) => Promise<unknown>> = {
  'series-gauge-minute': series({ metric: 'active_users', ...day }),
  'series-gauge-quarter': series({ metric: 'active_users', ...day, resolution: '15m' }),
  'series-gauge-hour': series({ metric: 'active_users', ...month, resolution: 'hour' }),
  'series-gauge-day': series({ metric: 'active_users', ...month, resolution: 'day' }),
  'series-gauge-day-other-zone': series({
    metric: 'active_users',
    ...month,
    zone: 'Asia/Kathmandu',
    resolution: 'day',
  }),
  'series-gauge-by-space': series({ metric: 'active_users', ...month, resolution: 'day', by: 'space' }),
  'series-messages-minute': series({
    metric: 'messages',
    ...day,
    from: '2024-06-12T10:00:00Z',
    to: '2024-06-12T11:00:00Z',
  }),
  'series-messages-hour': series({ metric: 'messages', ...month, resolution: 'hour' }),
  'series-messages-by-channel': series({ metric: 'messages', ...month, resolution: 'day', by: 'channel' }),
  'series-messages-of-channel': series({ metric: 'messages', ...month, resolution: 'day', 'label.channel': '3' }),
  'series-daily-active': series({ metric: 'daily_active_users', ...month }),
  'series-daily-new-weeks': series({ metric: 'daily_new_users', ...month, resolution: 'week' }),
  comparison: (db) => getComparison(db, comparisonQuery.parse({ metric: 'messages', ...month, resolution: 'day' })),
  overview: (db) => getOverview(db, overviewQuery.parse({ zone: 'UTC', asOf })),
  heatmap: (db) => getHeatmap(db, heatmapQuery.parse(month)),
  tops: (db) => getTopList(db, topListQuery.parse({ metric: 'messages', by: 'channel', ...month })),
  provenance: (db) =>
    getProvenance(
      db,
      provenanceQuery.parse({ metric: 'active_users', at: '2024-06-12T10:00:00Z', resolution: 'hour', zone: 'UTC' }),
    ),
  metrics: (db) => listMetrics(db, { limit: 50 }),
  snapshot: (db) => snapshotAt(db, { at: new Date(asOf), seconds: 1800 }),
  analytics: (db) =>
    findRecords(
      db,
      analyticsQuery.parse({ type: 'instanceUsers', 'timestamp[$gte]': '2024-06-12', 'timestamp[$lte]': '2024-06-13' }),
    ),
}
