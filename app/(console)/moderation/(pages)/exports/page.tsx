import type { Metadata } from 'next'
import { quartersQuery } from '@/components/moderation/exports/exports-client'
import { ExportsPage } from '@/components/moderation/exports/exports-page'
import { policiesQuery } from '@/components/moderation/moderation-client'
import { Prefetched } from '@/components/screen/prefetched'
import { settingsQuery } from '@/components/settings/settings-client'
import { listPolicies } from '@/lib/moderation/queries/list-policies'
import { listQuarters } from '@/lib/moderation/queries/transparency'
import { getSettings } from '@/lib/settings/queries'
import { requirePage } from '@/lib/staff/access'

export const metadata: Metadata = { title: 'Exports' }

export default async function Page() {
  const { db } = await requirePage('exports:read')
  return (
    <Prefetched
      load={(client) => [
        client.prefetchQuery({ ...quartersQuery(), queryFn: () => listQuarters(db) }),
        client.prefetchQuery({ ...settingsQuery(), queryFn: () => getSettings(db) }),
        client.prefetchQuery({ ...policiesQuery(), queryFn: () => listPolicies(db) }),
      ]}
    >
      <ExportsPage />
    </Prefetched>
  )
}
