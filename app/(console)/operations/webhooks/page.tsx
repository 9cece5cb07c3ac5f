import type { Metadata } from 'next'
import { webhooks } from '@/components/operations/webhooks/webhooks-client'
import { WebhooksPage } from '@/components/operations/webhooks/webhooks-page'
import { FIRST_PAGE } from '@/components/screen/list-query'
import { Prefetched } from '@/components/screen/prefetched'
import { requirePage } from '@/lib/staff/access'
import { listEndpoints } from '@/lib/webhooks/queries/endpoints'

export const metadata: Metadata = { title: 'Webhooks' }

export default async function Page() {
  const { db } = await requirePage('webhooks:read')
  return (
    <Prefetched
      load={(client) => [
        client.prefetchInfiniteQuery({ ...webhooks.list(), queryFn: () => listEndpoints(db, FIRST_PAGE) }),
      ]}
    >
      <WebhooksPage />
    </Prefetched>
  )
}
