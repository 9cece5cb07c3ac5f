import type { Metadata } from 'next'
import { Prefetched } from '@/components/screen/prefetched'
import { CommunityPage } from '@/components/settings/community-page'
import { rebuildQuery, settingsQuery } from '@/components/settings/settings-client'
import { getRebuild } from '@/lib/metrics/queries/get-rebuild'
import { getSettings } from '@/lib/settings/queries'
import { requirePage } from '@/lib/staff/access'

export const metadata: Metadata = { title: 'Settings' }

export default async function Page() {
  const { db } = await requirePage('settings:read')
  return (
    <Prefetched
      load={(client) => [
        client.prefetchQuery({ ...settingsQuery(), queryFn: () => getSettings(db) }),
        client.prefetchQuery({ ...rebuildQuery(), queryFn: () => getRebuild(db) }),
      ]}
    >
      <CommunityPage />
    </Prefetched>
  )
}
