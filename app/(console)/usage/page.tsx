import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { PageAlive } from '@/components/shell/page-alive'
import { UsagePage } from '@/components/usage/usage-page'
import { loadUsageState } from '@/components/usage/view-state'
import { getSettings } from '@/lib/settings/queries'
import { requirePage } from '@/lib/staff/access'
import { prefetchUsage } from './prefetch'

export const metadata: Metadata = { title: 'Usage' }

export default async function Usage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { db } = await requirePage('metrics:read')
  const asOf = new Date().toISOString()
  const [settings, state] = await Promise.all([getSettings(db), loadUsageState(searchParams)])
  const dehydrated = await prefetchUsage(db, { state, homeZone: settings.zone, asOf })
  return (
    <HydrationBoundary state={dehydrated}>
      <UsagePage homeZone={settings.zone} renderedAsOf={asOf} />
      <PageAlive />
    </HydrationBoundary>
  )
}
