import type { ReactNode } from 'react'
import { SettingsTabs } from '@/components/settings/settings-tabs'
import { requirePage } from '@/lib/staff/access'

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const { staff } = await requirePage('settings:read')
  return (
    <>
      <SettingsTabs role={staff.role} />
      {children}
    </>
  )
}
