import type { Metadata } from 'next'
import { accountQuery } from '@/components/account/account-client'
import { AccountPage } from '@/components/account/account-page'
import { wellnessQuery } from '@/components/moderation/media/media-client'
import { Prefetched } from '@/components/screen/prefetched'
import { getWellness } from '@/lib/moderation/queries/wellness'
import { requirePage } from '@/lib/staff/access'
import { getAccount } from '@/lib/staff/commands/change-account'

export const metadata: Metadata = { title: 'Your account' }

export default async function Page() {
  const { db, actor } = await requirePage('account:manage')
  return (
    <Prefetched
      load={(client) => [
        client.prefetchQuery({ ...accountQuery(), queryFn: () => getAccount(db, actor) }),
        client.prefetchQuery({ ...wellnessQuery(), queryFn: () => getWellness(db, actor) }),
      ]}
    >
      <AccountPage />
    </Prefetched>
  )
}
