'use client'

import { Menu as MenuIcon } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '@/components/ui/icon-button'
import { Sheet, SheetContent, SheetTrigger } from '@/components/ui/sheet'
import type { FreshnessView } from '@/lib/collection/schema'
import type { StaffSummary } from '@/lib/staff/schema'
import { AccountMenu } from './account-menu'
import { BrandMark } from './brand'
import { Breadcrumb } from './breadcrumb'
import { Freshness } from './freshness'
import { NavLinks } from './nav-links'
import { PaletteTrigger } from './palette-trigger'
import { ThemeSwitch } from './theme-switch'

interface TopBarProps {
  staff: StaffSummary
  communityName: string
  freshness: FreshnessView
}

export function TopBar({ staff, communityName, freshness }: TopBarProps) {
  return (
    <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-line border-b bg-[color-mix(in_oklch,var(--bg)_92%,transparent)] px-3.5 text-muted backdrop-blur-md md:px-6">
      <NavSheet staff={staff} />
      <Breadcrumb communityName={communityName} />
      <div className="ml-auto flex shrink-0 items-center gap-1">
        <PaletteTrigger />
        <Freshness initial={freshness} />
        <ThemeSwitch />
      </div>
    </header>
  )
}

/** The sections and the account on phones. */
function NavSheet({ staff }: { staff: StaffSummary }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Sheet open={isOpen} onOpenChange={setOpen}>
      <SheetTrigger asChild>
        <IconButton icon={MenuIcon} label="Menu" className="-ml-1.5 md:hidden" />
      </SheetTrigger>
      <SheetContent title="Menu" isTitleHidden side="left" className="w-72 bg-sunken">
        <div className="flex min-h-full flex-col gap-3 pt-4">
          <p className="flex items-center gap-2.5 px-2 font-semibold tracking-tight">
            <BrandMark />
            Guildhall
          </p>
          <NavLinks onNavigate={() => setOpen(false)} />
          <div className="flex-1" />
          <AccountMenu staff={staff} />
        </div>
      </SheetContent>
    </Sheet>
  )
}
