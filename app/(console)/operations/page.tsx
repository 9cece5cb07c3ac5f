import type { Metadata } from 'next'
import { runsQuery } from '@/components/operations/runs/runs-client'
import { sources } from '@/components/operations/sources/sources-client'
import { SourcesPage } from '@/components/operations/sources/sources-page'
import { FIRST_PAGE } from '@/components/screen/list-query'
import { Prefetched } from '@/components/screen/prefetched'
import { listRuns } from '@/lib/collection/queries/runs'
import { listSources } from '@/lib/collection/queries/sources'
import { requirePage } from '@/lib/staff/access'

export const metadata: Metadata = { title: 'Collection' }

export default async function Page() {
  const { db } = await requirePage('sources:read')
  return (
    <Prefetched
      load={(client) => [
        client.prefetchInfiniteQuery({ ...sources.list(), queryFn: () => listSources(db, FIRST_PAGE) }),
        client.prefetchInfiniteQuery({ ...runsQuery({}), queryFn: () => listRuns(db, FIRST_PAGE) }),
      ]}
    >
      <SourcesPage />
    </Prefetched>
  )
}
