import type { ReactNode } from 'react'
import { SectionTabs } from '@/components/shell/section-tabs'
import { requirePage } from '@/lib/staff/access'

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  await requirePage('settings:read')
  return (
    <>
      <SectionTabs href="/settings" label="Settings" />
      {children}
    </>
  )
}
