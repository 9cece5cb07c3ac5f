import type { Metadata } from 'next'
import { accountQuery } from '@/components/account/account-client'
import { AccountPage } from '@/components/account/account-page'
import { Prefetched } from '@/components/screen/prefetched'
import { requirePage } from '@/lib/staff/access'
import { getAccount } from '@/lib/staff/commands/change-account'

export const metadata: Metadata = { title: 'Your account' }

export default async function Page() {
  const { db, actor } = await requirePage('account:manage')
  return (
    <Prefetched load={(client) => [client.prefetchQuery({ ...accountQuery(), queryFn: () => getAccount(db, actor) })]}>
      <AccountPage />
    </Prefetched>
  )
}
