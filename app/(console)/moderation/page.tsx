import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { Erasers } from '@/components/moderation/erasure/member-menu'
import { wellnessQuery } from '@/components/moderation/media/media-client'
import {
  caseQuery,
  casesQuery,
  loadCaseParams,
  policiesQuery,
  toCaseFilter,
} from '@/components/moderation/moderation-client'
import { ModerationPage } from '@/components/moderation/moderation-page'
import { queuesQuery } from '@/components/moderation/queues-query'
import { roomsOf } from '@/components/moderation/rooms'
import { RuleMakers } from '@/components/moderation/rules/rule-maker'
import { Prefetched } from '@/components/screen/prefetched'
import { getCase } from '@/lib/moderation/queries/get-case'
import { listCases } from '@/lib/moderation/queries/list-cases'
import { listPolicies } from '@/lib/moderation/queries/list-policies'
import { listQueues } from '@/lib/moderation/queries/list-queues'
import { getWellness } from '@/lib/moderation/queries/wellness'
import { caseListQuery } from '@/lib/moderation/schema/cases'
import { requirePage } from '@/lib/staff/access'
import { can } from '@/lib/staff/permissions'

export const metadata: Metadata = { title: 'Moderation' }

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { db, actor, staff } = await requirePage('cases:read')
  const params = await loadCaseParams(searchParams)
  const filter = toCaseFilter(params)
  const opened = params.case
  return (
    <Prefetched
      load={(client) => [
        client.prefetchInfiniteQuery({
          ...casesQuery(filter),
          queryFn: () => listCases(db, actor, caseListQuery.parse(filter)),
        }),
        client.prefetchQuery({ ...queuesQuery(), queryFn: () => listQueues(db, actor) }),
        client.prefetchQuery({ ...policiesQuery(), queryFn: () => listPolicies(db) }),
        client.prefetchQuery({ ...wellnessQuery(), queryFn: () => getWellness(db, actor) }),
        ...(opened === null
          ? []
          : [client.prefetchQuery({ ...caseQuery(opened), queryFn: () => getCase(db, actor, opened) })]),
      ]}
    >
      <RuleMakers mayWrite={can(staff.role, 'rules:write')}>
        <Erasers mayErase={can(staff.role, 'members:erase')}>
          <ModerationPage rooms={roomsOf(staff.role).slice(1)} />
        </Erasers>
      </RuleMakers>
    </Prefetched>
  )
}
