import type { ReactNode } from 'react'
import { SectionTabs } from '@/components/shell/section-tabs'
import { requirePage } from '@/lib/staff/access'

export default async function OperationsLayout({ children }: { children: ReactNode }) {
  await requirePage('collections:read')
  return (
    <>
      <SectionTabs href="/operations" label="Operations" />
      {children}
    </>
  )
}
