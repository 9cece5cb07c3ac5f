import type { Metadata } from 'next'
import { policiesQuery } from '@/components/moderation/moderation-client'
import { QueuesPage } from '@/components/moderation/queues/queues-page'
import { Prefetched } from '@/components/screen/prefetched'
import { listPolicies } from '@/lib/moderation/queries/list-policies'
import { requirePage } from '@/lib/staff/access'

export const metadata: Metadata = { title: 'Queues' }

export default async function Page() {
  const { db } = await requirePage('queues:read')
  return (
    <Prefetched load={(client) => [client.prefetchQuery({ ...policiesQuery(), queryFn: () => listPolicies(db) })]}>
      <QueuesPage />
    </Prefetched>
  )
}
