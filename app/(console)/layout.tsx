import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { AppShell } from '@/components/shell/app-shell'
import { COLLAPSED, SIDEBAR_COOKIE } from '@/components/shell/sidebar-state'
import { getFreshness } from '@/lib/collection/queries/get-freshness'
import { getSettings } from '@/lib/settings/queries'
import { requirePage } from '@/lib/staff/access'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { db, staff } = await requirePage('overview:read')
  const [settings, freshness, jar] = await Promise.all([getSettings(db), getFreshness(db), cookies()])
  return (
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
  )
}
