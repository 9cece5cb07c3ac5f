'use client'

import { LogOut, UserRound } from 'lucide-react'
import { cn } from '@/components/ui/cn'
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from '@/components/ui/dropdown-menu'
import { initialsOf } from '@/components/ui/initials'
import { Link } from '@/components/ui/link'
import type { StaffSummary } from '@/lib/staff/schema'
import { leavePage } from './leave'

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

interface AccountMenuProps {
  staff: StaffSummary
  isCollapsed?: boolean
}

/** Who is signed in, with what role, and the way out. */
export function AccountMenu({ staff, isCollapsed = false }: AccountMenuProps) {
  return (
    <Menu>
      <MenuTrigger
        className={cn(
          'flex w-full items-center gap-2.5 rounded-control p-2 text-left text-sm transition-colors hover:bg-line/60 data-[state=open]:bg-line/60',
          isCollapsed && 'justify-center p-1.5',
        )}
      >
        <span
          aria-hidden
          className="grid size-6 shrink-0 place-items-center rounded-full bg-accent-soft font-semibold text-2xs text-accent-text"
        >
          {initialsOf(staff.name)}
        </span>
        <span className={cn('min-w-0', isCollapsed && 'sr-only')}>
          <span className="sr-only">Account menu for </span>
          <span className="block truncate font-semibold leading-tight">{staff.name}</span>
          <span className="block truncate text-muted text-xs">{capital(staff.role)}</span>
        </span>
      </MenuTrigger>
      <MenuContent align="start" side="top" className="w-56">
        <MenuLabel className="truncate">{staff.email}</MenuLabel>
        <MenuItem asChild>
          <Link href="/settings/account">
            <UserRound aria-hidden />
            Your account
          </Link>
        </MenuItem>
        <MenuSeparator />
        <MenuItem onSelect={leavePage}>
          <LogOut aria-hidden />
          Sign out
        </MenuItem>
      </MenuContent>
    </Menu>
  )
}
