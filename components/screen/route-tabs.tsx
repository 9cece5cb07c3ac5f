'use client'

import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { cn } from '@/components/ui/cn'
import { Link } from '@/components/ui/link'
import { tabStyles } from '@/components/ui/tab-styles'

export interface RouteTab {
  href: string
  label: string
}

interface RouteTabsProps {
  label: string
  tabs: readonly RouteTab[]
}

/** The tab of a path: the one with the longest address that the path lies under. */
export function currentTab(tabs: readonly RouteTab[], pathname: string): string | undefined {
  return tabs
    .map((tab) => tab.href)
    .filter((href) => pathname === href || pathname.startsWith(`${href}/`))
    .sort((a, b) => b.length - a.length)[0]
}

/** Tabs that are pages: each has an address of its own. */
export function RouteTabs({ label, tabs }: RouteTabsProps) {
  const current = currentTab(tabs, usePathname())
  const nav = useRef<HTMLElement>(null)
  // On a phone the tabs are wider than the screen: the one that is open has to be in sight. Only they are scrolled: the page may
  // have been scrolled already, by its reader or by the browser after a reload.
  useEffect(() => {
    const tab = current ? nav.current?.querySelector<HTMLElement>('[aria-current]') : null
    if (nav.current && tab) nav.current.scrollLeft = tab.offsetLeft - (nav.current.clientWidth - tab.offsetWidth) / 2
  }, [current])
  return (
    <nav
      ref={nav}
      aria-label={label}
      className="relative -mx-3.5 -mt-2 overflow-x-auto border-line border-b px-3.5 [scrollbar-width:none] md:-mx-6 md:-mt-3 md:px-6"
    >
      <ul className="flex gap-1">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              aria-current={tab.href === current ? 'page' : undefined}
              className={cn(tabStyles, 'mb-0')}
            >
              {tab.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
