'use client'

import { usePathname } from 'next/navigation'
import { cn } from '@/components/ui/cn'
import { Link } from '@/components/ui/link'
import { Tooltip } from '@/components/ui/tooltip'
import type { Role } from '@/lib/staff/permissions'
import { isWithin, type NavigationItem, navigationFor } from './navigation'
import { OpenCases } from './open-cases'

interface NavLinksProps {
  role: Role
  /** Icons only; the words are in tooltips. */
  isCollapsed?: boolean
  onNavigate?: () => void
}

export function NavLinks({ role, isCollapsed = false, onNavigate }: NavLinksProps) {
  const pathname = usePathname()
  return (
    <nav aria-label="Main" className="grid gap-0.5">
      {navigationFor(role).map((item) => (
        <NavLink
          key={item.href}
          item={item}
          isCurrent={isWithin(pathname, item.href)}
          isCollapsed={isCollapsed}
          {...(onNavigate ? { onNavigate } : {})}
        />
      ))}
    </nav>
  )
}

interface NavLinkProps {
  item: NavigationItem
  isCurrent: boolean
  isCollapsed: boolean
  onNavigate?: () => void
}

function NavLink({ item, isCurrent, isCollapsed, onNavigate }: NavLinkProps) {
  const Icon = item.icon
  const link = (
    <Link
      href={item.href}
      aria-current={isCurrent ? 'page' : undefined}
      {...(onNavigate ? { onClick: onNavigate } : {})}
      className={cn(
        'group flex h-8 items-center gap-2.5 rounded-control px-2 font-medium text-muted transition-colors hover:text-ink coarse:h-11',
        isCurrent && 'bg-surface font-semibold text-ink shadow-[0_0_0_1px_var(--line)] dark:shadow-none',
        isCollapsed && 'justify-center px-0',
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0 stroke-[1.75] group-aria-[current=page]:text-accent" />
      <span className={cn(isCollapsed && 'sr-only')}>{item.label}</span>
      {item.href === '/moderation' ? <OpenCases isCollapsed={isCollapsed} /> : null}
    </Link>
  )
  if (!isCollapsed) return link
  return (
    <Tooltip content={item.label} side="right">
      {link}
    </Tooltip>
  )
}
