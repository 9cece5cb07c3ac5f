import type { Metadata } from 'next'
import { accountQuery, sessionListQuery } from '@/components/account/account-client'
import { AccountPage } from '@/components/account/account-page'
import { wellnessQuery } from '@/components/moderation/media/media-client'
import { FIRST_PAGE } from '@/components/screen/list-query'
import { Prefetched } from '@/components/screen/prefetched'
import { getWellness } from '@/lib/moderation/queries/wellness'
import { requirePage } from '@/lib/staff/access'
import { getAccount } from '@/lib/staff/commands/change-account'
import { listOwnSessions } from '@/lib/staff/queries/list-sessions'

export const metadata: Metadata = { title: 'Your account' }

export default async function Page() {
  const { db, actor } = await requirePage('account:manage')
  return (
    <Prefetched
      load={(client) => [
        client.prefetchQuery({ ...accountQuery(), queryFn: () => getAccount(db, actor) }),
        client.prefetchInfiniteQuery({
          ...sessionListQuery(),
          queryFn: () => listOwnSessions(db, actor, FIRST_PAGE),
        }),
        client.prefetchQuery({ ...wellnessQuery(), queryFn: () => getWellness(db, actor) }),
      ]}
    >
      <AccountPage />
    </Prefetched>
  )
}
