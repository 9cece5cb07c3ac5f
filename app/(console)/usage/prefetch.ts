import { type DehydratedState, dehydrate, QueryClient } from '@tanstack/react-query'
import { annotationKeys, annotationQuery } from '@/components/usage/annotations-client'
import { firstAtOf } from '@/components/usage/first-at'
import { ALL_PANELS, SECTIONS } from '@/components/usage/panels'
import { METRICS_MAX, usageKeys } from '@/components/usage/usage-client'
import { requestsOf, resolveView, type UsageView } from '@/components/usage/usage-view'
import type { UsageState } from '@/components/usage/view-state'
import { listAnnotations } from '@/lib/annotations/queries'
import { annotationListQuery } from '@/lib/annotations/schema'
import { askingOnce } from '@/lib/core/db/asking-once'
import type { ReadDb } from '@/lib/core/db/types'
import { getComparison } from '@/lib/metrics/queries/get-comparison'
import { getOverview } from '@/lib/metrics/queries/get-overview'
import { getSeries } from '@/lib/metrics/queries/get-series'
import { listMetrics } from '@/lib/metrics/queries/list-metrics'
import { comparisonQuery, seriesQuery } from '@/lib/metrics/schema'
import type { PageAccess } from '@/lib/staff/access'

type PageDb = PageAccess['db']

/** Drawn only when one scrolls to the end of the page; loaded then. */
const LATE = new Set<string>(SECTIONS.system.panels.map(({ id }) => id))

interface Prefetch {
  state: UsageState
  homeZone: string
  asOf: string
}

/** Answers what the page asks first, all for one instant, in the form in which the browser finds it in its cache. */
export async function prefetchUsage(db: PageDb, { state, homeZone, asOf }: Prefetch): Promise<DehydratedState> {
  const client = new QueryClient()
  const metrics = await listMetrics(db, { limit: METRICS_MAX })
  client.setQueryData(usageKeys.metrics, metrics)
  client.setQueryData(usageKeys.asOf, asOf)
  const view = resolveView(state, { homeZone, asOf, firstAt: firstAtOf(metrics.items) })
  if (metrics.items.some(({ lastAt }) => lastAt !== null)) await Promise.all(questionsOf(client, askingOnce(db), view))
  return dehydrate(client)
}

/** A query that fails is left out: the browser asks again, and shows the failure in its panel if it stays one. */
function questionsOf(client: QueryClient, db: ReadDb, view: UsageView): Promise<void>[] {
  const { asOf, zone } = view
  return [
    client.prefetchQuery({ queryKey: usageKeys.now(zone), queryFn: () => getOverview(db, { zone, asOf }) }),
    client.prefetchQuery({
      queryKey: annotationKeys.list(view.rangeKey),
      queryFn: () => listAnnotations(db, annotationListQuery.parse(annotationQuery(view.range))),
    }),
    ...ALL_PANELS.filter(({ id }) => !LATE.has(id)).flatMap((panel) => {
      const requests = requestsOf(panel, view)
      if (!requests) return []
      const { series, comparison } = requests
      return [
        client.prefetchQuery({
          queryKey: usageKeys.series({ request: series, view }),
          queryFn: () => getSeries(db, seriesQuery.parse({ ...series, asOf })),
        }),
        comparison
          ? client.prefetchQuery({
              queryKey: usageKeys.comparison({ request: comparison, view }),
              queryFn: () => getComparison(db, comparisonQuery.parse({ ...comparison, asOf })),
            })
          : Promise.resolve(),
      ]
    }),
  ]
}
