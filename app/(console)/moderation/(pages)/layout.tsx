import type { ReactNode } from 'react'
import { SectionTabs } from '@/components/shell/section-tabs'
import { requirePage } from '@/lib/staff/access'

/** Around all pages of Moderation but the queue, which has the whole screen to itself. */
export default async function PagesLayout({ children }: { children: ReactNode }) {
  await requirePage('cases:read')
  return (
    <>
      <SectionTabs href="/moderation" label="Moderation" />
      {children}
    </>
  )
}
