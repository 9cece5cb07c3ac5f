'use client'

import { RouteTabs } from '@/components/screen/route-tabs'
import { useTabs } from './navigation'

/** The pages of a section that this person may open. */
export function SectionTabs({ href, label }: { href: string; label: string }) {
  return <RouteTabs label={label} tabs={useTabs(href)} />
}
