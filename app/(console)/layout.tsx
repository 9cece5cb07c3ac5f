import { HydrationBoundary } from '@tanstack/react-query'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { prefetch } from '@/components/screen/prefetched'
import { AppShell } from '@/components/shell/app-shell'
import { navigationQuery } from '@/components/shell/console-client'
import { NavIcon } from '@/components/shell/nav-icon'
import { COLLAPSED, SIDEBAR_COOKIE } from '@/components/shell/sidebar-state'
import { getFreshness } from '@/lib/collection/queries/get-freshness'
import { sectionsFor } from '@/lib/console/navigation'
import { MEMBER_TOPICS } from '@/lib/console/queries/get-member-parts'
import { getNavigation, NAVIGATION_TOPICS } from '@/lib/console/queries/get-navigation'
import { getSettings } from '@/lib/settings/queries'
import { requirePage } from '@/lib/staff/access'
import { can, PERMISSIONS } from '@/lib/staff/permissions'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { db, actor, staff } = await requirePage('overview:read')
  const [settings, freshness, jar, dehydrated] = await Promise.all([
    getSettings(db),
    getFreshness(db),
    cookies(),
    prefetch((client) => [
      client.prefetchQuery({ ...navigationQuery(NAVIGATION_TOPICS), queryFn: () => getNavigation(db, actor) }),
    ]),
  ])
  const sections = sectionsFor(staff.role)
  return (
    <HydrationBoundary state={dehydrated}>
      <AppShell
        staff={staff}
        communityName={settings.name}
        zone={settings.zone}
        renderedAt={Date.now()}
        freshness={freshness}
        navigation={{
          sections,
          icons: Object.fromEntries(sections.map(({ href, icon }) => [href, <NavIcon key={href} name={icon} />])),
          countTopics: NAVIGATION_TOPICS,
          memberTopics: MEMBER_TOPICS,
        }}
        permissions={PERMISSIONS.filter((permission) => can(staff.role, permission))}
        isSidebarCollapsed={jar.get(SIDEBAR_COOKIE)?.value === COLLAPSED}
      >
        {children}
      </AppShell>
    </HydrationBoundary>
  )
}
