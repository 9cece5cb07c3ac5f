import type { Metadata } from 'next'
import { healthQuery } from '@/components/operations/health/health-client'
import { HealthPage } from '@/components/operations/health/health-page'
import { Prefetched } from '@/components/screen/prefetched'
import { getHealth } from '@/lib/collection/queries/get-health'
import { requirePage } from '@/lib/staff/access'

export const metadata: Metadata = { title: 'Health' }

export default async function Page() {
  const { db } = await requirePage('health:read')
  return (
    <Prefetched load={(client) => [client.prefetchQuery({ ...healthQuery(), queryFn: () => getHealth(db) })]}>
      <HealthPage />
    </Prefetched>
  )
}
