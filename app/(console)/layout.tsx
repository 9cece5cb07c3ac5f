import { HydrationBoundary } from '@tanstack/react-query'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { queuesQuery } from '@/components/moderation/queues-query'
import { prefetch } from '@/components/screen/prefetched'
import { AppShell } from '@/components/shell/app-shell'
import { COLLAPSED, SIDEBAR_COOKIE } from '@/components/shell/sidebar-state'
import { getFreshness } from '@/lib/collection/queries/get-freshness'
import { listQueues } from '@/lib/moderation/queries/list-queues'
import { getSettings } from '@/lib/settings/queries'
import { requirePage } from '@/lib/staff/access'
import { can } from '@/lib/staff/permissions'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { db, actor, staff } = await requirePage('overview:read')
  const [settings, freshness, jar, dehydrated] = await Promise.all([
    getSettings(db),
    getFreshness(db),
    cookies(),
    // The sidebar tells how much waits in them, on every page.
    prefetch((client) =>
      can(staff.role, 'queues:read')
        ? [client.prefetchQuery({ ...queuesQuery(), queryFn: () => listQueues(db, actor) })]
        : [],
    ),
  ])
  return (
    <HydrationBoundary state={dehydrated}>
      <AppShell
        staff={staff}
        communityName={settings.name}
        zone={settings.zone}
        renderedAt={Date.now()}
        freshness={freshness}
        isSidebarCollapsed={jar.get(SIDEBAR_COOKIE)?.value === COLLAPSED}
      >
        {children}
      </AppShell>
    </HydrationBoundary>
  )
}
