'use client'

import { PanelLeftClose, PanelLeftOpen } from 'lucide-react'
import { cn } from '@/components/ui/cn'
import { IconButton } from '@/components/ui/icon-button'
import { Link } from '@/components/ui/link'
import type { StaffSummary } from '@/lib/staff/schema'
import { AccountMenu } from './account-menu'
import { BrandMark } from './brand'
import { NavLinks } from './nav-links'

interface SidebarProps {
  staff: StaffSummary
  isCollapsed: boolean
  onCollapse: (isCollapsed: boolean) => void
}

/** The sections, from tablets up; phones have the same in a sheet. */
export function Sidebar({ staff, isCollapsed, onCollapse }: SidebarProps) {
  return (
    <aside
      aria-label="Sidebar"
      className={cn(
        'sticky top-0 hidden h-dvh flex-col gap-0.5 overflow-y-auto border-line border-r bg-sunken px-2.5 pt-3.5 pb-2 transition-[width] md:flex',
        isCollapsed ? 'w-14' : 'w-58',
      )}
    >
      <div className={cn('flex items-center pb-3', isCollapsed ? 'flex-col gap-2' : 'justify-between pl-2')}>
        <Link href="/overview" className="flex items-center gap-2.5 rounded-control py-1 font-semibold tracking-tight">
          <BrandMark />
          <span className={cn(isCollapsed && 'sr-only')}>Guildhall</span>
        </Link>
        <IconButton
          icon={isCollapsed ? PanelLeftOpen : PanelLeftClose}
          label={isCollapsed ? 'Expand sidebar' : 'Collapse sidebar'}
          size="sm"
          side="right"
          aria-expanded={!isCollapsed}
          onClick={() => onCollapse(!isCollapsed)}
        />
      </div>
      <NavLinks isCollapsed={isCollapsed} />
      <div className="flex-1" />
      <AccountMenu staff={staff} isCollapsed={isCollapsed} />
    </aside>
  )
}
