import type { Metadata } from 'next'
import { invitationListQuery, staffListQuery } from '@/components/operations/staff/staff-client'
import { StaffPage } from '@/components/operations/staff/staff-page'
import { FIRST_PAGE } from '@/components/screen/list-query'
import { Prefetched } from '@/components/screen/prefetched'
import { requirePage } from '@/lib/staff/access'
import { listInvitations } from '@/lib/staff/queries/list-invitations'
import { listStaff } from '@/lib/staff/queries/list-staff'

export const metadata: Metadata = { title: 'Staff' }

export default async function Page() {
  const { db, staff } = await requirePage('staff:read')
  return (
    <Prefetched
      load={(client) => [
        client.prefetchInfiniteQuery({ ...staffListQuery(), queryFn: () => listStaff(db, FIRST_PAGE) }),
        client.prefetchInfiniteQuery({ ...invitationListQuery(), queryFn: () => listInvitations(db, FIRST_PAGE) }),
      ]}
    >
      <StaffPage selfId={staff.id} />
    </Prefetched>
  )
}
