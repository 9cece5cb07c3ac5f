'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { cn } from '@/components/ui/cn'
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
  const list = useRef<HTMLUListElement>(null)
  // On a phone the tabs are wider than the screen: the one that is open has to be in sight.
  useEffect(() => {
    if (current) list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [current])
  return (
    <nav
      aria-label={label}
      className="-mx-3.5 -mt-2 overflow-x-auto border-line border-b px-3.5 [scrollbar-width:none] md:-mx-6 md:-mt-3 md:px-6"
    >
      <ul ref={list} className="flex gap-1">
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
