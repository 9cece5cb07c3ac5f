import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { PageHydrated } from '@/components/shell/page-hydrated'
import { UsagePage } from '@/components/usage/usage-page'
import { loadUsageState } from '@/components/usage/view-state'
import { TIMELINE_TOPICS } from '@/lib/console/queries/get-timeline'
import { getSettings } from '@/lib/settings/queries'
import { requirePage } from '@/lib/staff/access'
import { prefetchUsage } from './prefetch'

export const metadata: Metadata = { title: 'Usage' }

export default async function Usage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const access = await requirePage('metrics:read')
  const asOf = new Date().toISOString()
  const [settings, state] = await Promise.all([getSettings(access.db), loadUsageState(searchParams)])
  const dehydrated = await prefetchUsage(access, { state, homeZone: settings.zone, asOf })
  return (
    <HydrationBoundary state={dehydrated}>
      <UsagePage homeZone={settings.zone} renderedAsOf={asOf} timelineTopics={TIMELINE_TOPICS} />
      <PageHydrated />
    </HydrationBoundary>
  )
}
