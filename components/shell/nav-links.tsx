'use client'

import { useQuery } from '@tanstack/react-query'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'
import { formatCompact } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { Tooltip } from '@/components/ui/tooltip'
import type { NavigationSection } from '@/lib/console/navigation'
import type { NavigationCountView } from '@/lib/console/schema'
import { navigationQuery } from './console-client'
import { isWithin } from './crumbs'
import { useNavigation } from './navigation'

interface NavLinksProps {
  /** Icons only; the words are in tooltips. */
  isCollapsed?: boolean
  onNavigate?: () => void
}

export function NavLinks({ isCollapsed = false, onNavigate }: NavLinksProps) {
  const pathname = usePathname()
  const { sections, icons, countTopics } = useNavigation()
  const { data } = useQuery(navigationQuery(countTopics))
  return (
    <nav aria-label="Main" className="grid gap-0.5">
      {sections.map((section) => (
        <NavLink
          key={section.href}
          section={section}
          icon={icons[section.href]}
          count={data?.counts.find(({ href }) => href === section.href)}
          isCurrent={isWithin(pathname, section.href)}
          isCollapsed={isCollapsed}
          {...(onNavigate ? { onNavigate } : {})}
        />
      ))}
    </nav>
  )
}

interface NavLinkProps {
  section: NavigationSection
  icon: ReactNode
  count: NavigationCountView | undefined
  isCurrent: boolean
  isCollapsed: boolean
  onNavigate?: () => void
}

function NavLink({ section, icon, count, isCurrent, isCollapsed, onNavigate }: NavLinkProps) {
  const link = (
    <Link
      href={section.href}
      aria-current={isCurrent ? 'page' : undefined}
      {...(onNavigate ? { onClick: onNavigate } : {})}
      className={cn(
        'group flex h-8 items-center gap-2.5 rounded-control px-2 font-medium text-muted transition-colors hover:text-ink coarse:h-11',
        isCurrent && 'bg-surface font-semibold text-ink shadow-[0_0_0_1px_var(--line)] dark:shadow-none',
        isCollapsed && 'justify-center px-0',
      )}
    >
      {icon}
      <span className={cn(isCollapsed && 'sr-only')}>{section.label}</span>
      {count ? <Count count={count} isCollapsed={isCollapsed} /> : null}
    </Link>
  )
  if (!isCollapsed) return link
  return (
    <Tooltip
      content={count ? `${section.label}: ${formatCompact(count.count)} ${count.words}` : section.label}
      side="right"
    >
      {link}
    </Tooltip>
  )
}

/** How much waits behind a section; red where some of it is urgent. */
function Count({
  count: { count, isUrgent, words },
  isCollapsed,
}: {
  count: NavigationCountView
  isCollapsed: boolean
}) {
  return (
    <span className={cn('num ml-auto text-xs', isUrgent ? 'text-danger-text' : 'text-muted', isCollapsed && 'sr-only')}>
      {formatCompact(count)}
      <span className="sr-only"> {words}</span>
    </span>
  )
}
