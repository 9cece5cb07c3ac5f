import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { loadRunParams, toRunFilter } from '@/components/operations/runs/run-params'
import { runsQuery } from '@/components/operations/runs/runs-client'
import { RunsPage } from '@/components/operations/runs/runs-page'
import { sources } from '@/components/operations/sources/sources-client'
import { FIRST_PAGE } from '@/components/screen/list-query'
import { Prefetched } from '@/components/screen/prefetched'
import { listRuns } from '@/lib/collection/queries/runs'
import { listSources } from '@/lib/collection/queries/sources'
import { requirePage } from '@/lib/staff/access'

export const metadata: Metadata = { title: 'Runs' }

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { db } = await requirePage('collections:read')
  const filter = toRunFilter(await loadRunParams(searchParams), Date.now())
  return (
    <Prefetched
      load={(client) => [
        client.prefetchInfiniteQuery({
          ...runsQuery(filter),
          queryFn: () => listRuns(db, { ...FIRST_PAGE, ...filter }),
        }),
        client.prefetchInfiniteQuery({ ...sources.list(), queryFn: () => listSources(db, FIRST_PAGE) }),
      ]}
    >
      <RunsPage />
    </Prefetched>
  )
}
