import type { ReactNode } from 'react'
import { ModerationTabs } from '@/components/moderation/moderation-tabs'
import { requirePage } from '@/lib/staff/access'

/** Around all pages of Moderation but the queue, which has the whole screen to itself. */
export default async function RoomsLayout({ children }: { children: ReactNode }) {
  const { staff } = await requirePage('cases:read')
  return (
    <>
      <ModerationTabs role={staff.role} />
      {children}
    </>
  )
}
