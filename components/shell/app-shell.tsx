'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { ClockProvider } from '@/components/ui/clock'
import type { FreshnessView } from '@/lib/collection/schema'
import type { StaffSummary } from '@/lib/staff/schema'
import { navigationQuery } from './console-client'
import { type Navigation, NavigationProvider } from './navigation'
import { OfflineBanner } from './offline-banner'
import { PermissionsProvider } from './permissions'
import { ShortcutProvider, useAllShortcuts, useShortcuts } from './shortcuts'
import { Sidebar } from './sidebar'
import { rememberSidebar } from './sidebar-state'
import { TopBar } from './top-bar'
import { useLiveChanges } from './use-live-changes'

const ShortcutsDialog = dynamic(() => import('./shortcuts-dialog').then((module) => module.ShortcutsDialog), {
  ssr: false,
})

interface AppShellProps {
  staff: StaffSummary
  communityName: string
  /** The community's zone. */
  zone: string
  /** When the server rendered, in milliseconds. */
  renderedAt: number
  freshness: FreshnessView
  navigation: Navigation
  /** What the person may do, as the server rendered. */
  permissions: readonly string[]
  /** How the sidebar was left. */
  isSidebarCollapsed: boolean
  children: ReactNode
}

/** What stands around every page of the console. */
export function AppShell(props: AppShellProps) {
  const { staff, communityName, zone, renderedAt, freshness, navigation, isSidebarCollapsed, children } = props
  const [isCollapsed, setCollapsed] = useState(isSidebarCollapsed)
  useLiveChanges()
  const collapse = (next: boolean) => {
    setCollapsed(next)
    rememberSidebar(next)
  }
  return (
    <ShellProviders {...{ zone, renderedAt, navigation }} permissions={props.permissions}>
      <a
        href="#main"
        className="sr-only focus-visible:not-sr-only focus-visible:fixed focus-visible:top-2 focus-visible:left-2 focus-visible:z-60 focus-visible:rounded-control focus-visible:bg-raised focus-visible:px-3 focus-visible:py-2 focus-visible:shadow-float"
      >
        Skip to content
      </a>
      <div className="flex min-h-dvh">
        <Sidebar staff={staff} isCollapsed={isCollapsed} onCollapse={collapse} />
        <div className="min-w-0 flex-1">
          <TopBar staff={staff} communityName={communityName} freshness={freshness} />
          <OfflineBanner />
          <main
            id="main"
            tabIndex={-1}
            className="grid min-w-0 content-start gap-4 px-3.5 pt-4 pb-20 outline-none md:px-6 md:pt-5.5 md:pb-10 [&>*]:min-w-0"
          >
            {children}
          </main>
        </div>
      </div>
      <ShellShortcuts onToggleSidebar={() => collapse(!isCollapsed)} />
    </ShellProviders>
  )
}

type ProvidersProps = Pick<AppShellProps, 'zone' | 'renderedAt' | 'navigation' | 'permissions' | 'children'>

/** What every part of the console may ask for. */
function ShellProviders({ zone, renderedAt, navigation, permissions, children }: ProvidersProps) {
  const { data } = useQuery(navigationQuery(navigation.countTopics))
  const granted = data?.permissions ?? permissions
  const permitted = useMemo(() => new Set(granted), [granted])
  const router = useRouter()
  const isStale = granted.join() !== permissions.join()
  // The person has another role now: the server draws the navigation for it.
  useEffect(() => {
    if (isStale) router.refresh()
  }, [isStale, router])
  return (
    <ClockProvider homeZone={zone} renderedAt={renderedAt}>
      <NavigationProvider value={navigation}>
        <PermissionsProvider value={permitted}>
          <ShortcutProvider>{children}</ShortcutProvider>
        </PermissionsProvider>
      </NavigationProvider>
    </ClockProvider>
  )
}

/** The shortcuts of every page, and the list of them behind `?`. */
function ShellShortcuts({ onToggleSidebar }: { onToggleSidebar: () => void }) {
  const [isOpen, setOpen] = useState<boolean>()
  const all = useAllShortcuts()
  useShortcuts([
    { keys: '?', label: 'Show keyboard shortcuts', run: () => setOpen(true) },
    { keys: '[', label: 'Collapse or expand sidebar', run: onToggleSidebar },
  ])
  if (isOpen === undefined) return null
  return <ShortcutsDialog isOpen={isOpen} onOpenChange={setOpen} shortcuts={all()} />
}
