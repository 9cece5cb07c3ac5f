import type { Metadata } from 'next'
import { importListQuery } from '@/components/operations/imports/imports-client'
import { ImportsPage } from '@/components/operations/imports/imports-page'
import { FIRST_PAGE } from '@/components/screen/list-query'
import { Prefetched } from '@/components/screen/prefetched'
import { listImports } from '@/lib/community/queries/imports'
import { requirePage } from '@/lib/staff/access'

export const metadata: Metadata = { title: 'Imports' }

export default async function Page() {
  const { db } = await requirePage('imports:read')
  return (
    <Prefetched
      load={(client) => [
        client.prefetchInfiniteQuery({ ...importListQuery(), queryFn: () => listImports(db, FIRST_PAGE) }),
      ]}
    >
      <ImportsPage />
    </Prefetched>
  )
}
