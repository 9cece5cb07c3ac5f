import type { Metadata } from 'next'
import { apiKeys } from '@/components/operations/keys/keys-client'
import { KeysPage } from '@/components/operations/keys/keys-page'
import { FIRST_PAGE } from '@/components/screen/list-query'
import { Prefetched } from '@/components/screen/prefetched'
import { requirePage } from '@/lib/staff/access'
import { grantablePermissions } from '@/lib/staff/add-key'
import { listKeys } from '@/lib/staff/queries/list-keys'

export const metadata: Metadata = { title: 'Keys' }

export default async function Page() {
  const { db } = await requirePage('keys:read')
  return (
    <Prefetched
      load={(client) => [client.prefetchInfiniteQuery({ ...apiKeys.list(), queryFn: () => listKeys(db, FIRST_PAGE) })]}
    >
      <KeysPage grantable={grantablePermissions()} />
    </Prefetched>
  )
}
