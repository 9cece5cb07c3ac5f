import type { Metadata } from 'next'
import { BreakPage } from '@/components/moderation/media/break-page'
import { PageHydrated } from '@/components/shell/page-hydrated'
import { requirePage } from '@/lib/staff/access'

export const metadata: Metadata = { title: 'Break' }

export default async function Page() {
  await requirePage('cases:read')
  return (
    <>
      <BreakPage />
      <PageHydrated />
    </>
  )
}
