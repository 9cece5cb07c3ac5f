import type { Metadata } from 'next'
import { policiesQuery } from '@/components/moderation/moderation-client'
import { ladderQuery } from '@/components/moderation/policies/policies-client'
import { PoliciesPage } from '@/components/moderation/policies/policies-page'
import { Prefetched } from '@/components/screen/prefetched'
import { getLadder } from '@/lib/moderation/queries/get-ladder'
import { listPolicies } from '@/lib/moderation/queries/list-policies'
import { requirePage } from '@/lib/staff/access'

export const metadata: Metadata = { title: 'Policies' }

export default async function Page() {
  const { db } = await requirePage('policies:read')
  return (
    <Prefetched
      load={(client) => [
        client.prefetchQuery({ ...policiesQuery(), queryFn: () => listPolicies(db) }),
        client.prefetchQuery({ ...ladderQuery(), queryFn: () => getLadder(db) }),
      ]}
    >
      <PoliciesPage />
    </Prefetched>
  )
}
