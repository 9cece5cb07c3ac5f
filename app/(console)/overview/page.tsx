import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { TRIPPED_RULES, trippedRulesQuery } from '@/components/moderation/rules/tripped-rules'
import { LAST_BACKFILL, overviewKeys, SOURCES_SHOWN } from '@/components/overview/overview-client'
import { OverviewPage } from '@/components/overview/overview-page'
import { PageAlive } from '@/components/shell/page-alive'
import { METRICS_MAX, usageKeys } from '@/components/usage/usage-client'
import { getFreshness } from '@/lib/collection/queries/get-freshness'
import { getHealth } from '@/lib/collection/queries/get-health'
import { listRuns } from '@/lib/collection/queries/runs'
import { listSources } from '@/lib/collection/queries/sources'
import { getOverview } from '@/lib/metrics/queries/get-overview'
import { listMetrics } from '@/lib/metrics/queries/list-metrics'
import { listRules } from '@/lib/moderation/queries/list-rules'
import { getSettings } from '@/lib/settings/queries'
import { requirePage } from '@/lib/staff/access'
import { can } from '@/lib/staff/permissions'

export const metadata: Metadata = { title: 'Overview' }

export default async function Overview() {
  const { db, staff } = await requirePage('overview:read')
  const client = new QueryClient()
  const prefetch = (queryKey: readonly string[], queryFn: () => Promise<unknown>) =>
    client.prefetchQuery({ queryKey, queryFn })
  const [{ name }] = await Promise.all([
    getSettings(db),
    prefetch(overviewKeys.figures, () => getOverview(db, { asOf: new Date().toISOString() })),
    prefetch(overviewKeys.freshness, () => getFreshness(db)),
    prefetch(overviewKeys.sources, () => listSources(db, { limit: SOURCES_SHOWN })),
    prefetch(overviewKeys.backfill, () => listRuns(db, LAST_BACKFILL)),
    prefetch(overviewKeys.health, () => getHealth(db)),
    prefetch(usageKeys.metrics, () => listMetrics(db, { limit: METRICS_MAX })),
    ...(can(staff.role, 'rules:read')
      ? [prefetch(trippedRulesQuery().queryKey, () => listRules(db, TRIPPED_RULES))]
      : []),
  ])
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <OverviewPage role={staff.role} communityName={name} />
      <PageAlive />
    </HydrationBoundary>
  )
}
