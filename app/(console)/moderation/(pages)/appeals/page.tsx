import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import {
  appealListQuery,
  appealQuery,
  loadAppealParams,
  toAppealFilter,
} from '@/components/moderation/appeals/appeals-client'
import { AppealsPage } from '@/components/moderation/appeals/appeals-page'
import { policiesQuery } from '@/components/moderation/moderation-client'
import { FIRST_PAGE } from '@/components/screen/list-query'
import { Prefetched } from '@/components/screen/prefetched'
import { getAppeal, listAppeals } from '@/lib/moderation/queries/list-appeals'
import { listPolicies } from '@/lib/moderation/queries/list-policies'
import { appealParams } from '@/lib/moderation/schema/appeals'
import { requirePage } from '@/lib/staff/access'

export const metadata: Metadata = { title: 'Appeals' }

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { db, actor } = await requirePage('appeals:read')
  const asked = await loadAppealParams(searchParams)
  const filter = toAppealFilter(asked)
  const selected = appealParams.safeParse({ id: asked.appeal }).data
  return (
    <Prefetched
      load={(client) => [
        client.prefetchInfiniteQuery({
          ...appealListQuery(filter),
          queryFn: () => listAppeals(db, actor, { ...FIRST_PAGE, ...filter }),
        }),
        client.prefetchQuery({ ...policiesQuery(), queryFn: () => listPolicies(db) }),
        ...(selected
          ? [
              client.prefetchQuery({
                ...appealQuery(selected.id),
                queryFn: () => getAppeal(db, actor, selected.id),
              }),
            ]
          : []),
      ]}
    >
      <AppealsPage />
    </Prefetched>
  )
}
