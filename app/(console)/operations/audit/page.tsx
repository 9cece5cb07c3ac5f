import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import {
  auditActionsQuery,
  auditHeadQuery,
  auditListQuery,
  loadAuditParams,
  toAuditFilter,
} from '@/components/operations/audit/audit-client'
import { AuditPage } from '@/components/operations/audit/audit-page'
import { FIRST_PAGE } from '@/components/screen/list-query'
import { Prefetched } from '@/components/screen/prefetched'
import { getAuditHead, listAudit, listAuditActions } from '@/lib/audit/queries'
import { requirePage } from '@/lib/staff/access'

export const metadata: Metadata = { title: 'Audit log' }

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { db } = await requirePage('audit:read')
  const filter = toAuditFilter(await loadAuditParams(searchParams), Date.now())
  return (
    <Prefetched
      load={(client) => [
        client.prefetchInfiniteQuery({
          ...auditListQuery(filter),
          queryFn: () => listAudit(db, { ...FIRST_PAGE, ...filter }),
        }),
        client.prefetchQuery({
          ...auditActionsQuery(),
          queryFn: async () => ({ items: await listAuditActions(db) }),
        }),
        client.prefetchQuery({
          ...auditHeadQuery(),
          queryFn: async () => ({ head: await getAuditHead(db) }),
        }),
      ]}
    >
      <AuditPage />
    </Prefetched>
  )
}
