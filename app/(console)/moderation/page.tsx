import type { QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { Erasers } from '@/components/moderation/erasure/member-menu'
import { wellnessQuery } from '@/components/moderation/media/media-client'
import { memberActivityQuery } from '@/components/moderation/member-activity-query'
import {
  caseQuery,
  casesQuery,
  loadCaseParams,
  policiesQuery,
  recordQuery,
  toCaseFilter,
} from '@/components/moderation/moderation-client'
import { ModerationPage } from '@/components/moderation/moderation-page'
import { queuesQuery } from '@/components/moderation/queues-query'
import { RuleEditorProvider } from '@/components/moderation/rules/rule-maker'
import { Prefetched } from '@/components/screen/prefetched'
import { getCase } from '@/lib/moderation/queries/get-case'
import { getMemberActivity } from '@/lib/moderation/queries/get-member-activity'
import { getRecord } from '@/lib/moderation/queries/get-record'
import { listCases } from '@/lib/moderation/queries/list-cases'
import { listPolicies } from '@/lib/moderation/queries/list-policies'
import { listQueues } from '@/lib/moderation/queries/list-queues'
import { getWellness } from '@/lib/moderation/queries/wellness'
import { caseListQuery } from '@/lib/moderation/schema/cases'
import { type PageAccess, requirePage } from '@/lib/staff/access'
import { can } from '@/lib/staff/permissions'

export const metadata: Metadata = { title: 'Moderation' }

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const access = await requirePage('cases:read')
  const { db, actor, staff } = access
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
        client.prefetchQuery({ ...policiesQuery(), queryFn: () => listPolicies(db) }),
        client.prefetchQuery({ ...queuesQuery(), queryFn: () => listQueues(db, actor) }),
        client.prefetchQuery({ ...wellnessQuery(), queryFn: () => getWellness(db, actor) }),
        ...(opened === null ? [] : [prefetchOpened(client, access, opened)]),
      ]}
    >
      <RuleEditorProvider mayWrite={can(staff.role, 'rules:write')}>
        <Erasers mayErase={can(staff.role, 'members:erase')}>
          <ModerationPage />
        </Erasers>
      </RuleEditorProvider>
    </Prefetched>
  )
}

/** The case in the address, and who wrote it. */
async function prefetchOpened(client: QueryClient, { db, actor }: PageAccess, id: number): Promise<void> {
  const opened = caseQuery(id)
  await client.prefetchQuery({ ...opened, queryFn: () => getCase(db, actor, id) })
  const member = client.getQueryData(opened.queryKey)?.member
  if (!member) return
  await Promise.all([
    client.prefetchQuery({ ...recordQuery(member.id), queryFn: () => getRecord(db, actor, member.id) }),
    client.prefetchQuery({ ...memberActivityQuery(member.id), queryFn: () => getMemberActivity(db, member.id) }),
  ])
}
