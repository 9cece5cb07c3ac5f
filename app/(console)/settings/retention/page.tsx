import type { Metadata } from 'next'
import { Prefetched } from '@/components/screen/prefetched'
import { RetentionPage } from '@/components/settings/retention-page'
import { settingsQuery } from '@/components/settings/settings-client'
import { getSettings } from '@/lib/settings/queries'
import { listRetentionSettings } from '@/lib/settings/retention'
import { requirePage } from '@/lib/staff/access'

export const metadata: Metadata = { title: 'Retention' }

export default async function Page() {
  const { db } = await requirePage('settings:write')
  return (
    <Prefetched load={(client) => [client.prefetchQuery({ ...settingsQuery(), queryFn: () => getSettings(db) })]}>
      <RetentionPage entries={listRetentionSettings()} />
    </Prefetched>
  )
}
