import type { Metadata } from 'next'
import { ruleListQuery } from '@/components/moderation/rules/rules-client'
import { RulesPage } from '@/components/moderation/rules/rules-page'
import { FIRST_PAGE } from '@/components/screen/list-query'
import { Prefetched } from '@/components/screen/prefetched'
import { listRules } from '@/lib/moderation/queries/list-rules'
import { requirePage } from '@/lib/staff/access'

export const metadata: Metadata = { title: 'Rules' }

export default async function Page() {
  const { db } = await requirePage('rules:read')
  return (
    <Prefetched
      load={(client) => [
        client.prefetchInfiniteQuery({ ...ruleListQuery(), queryFn: () => listRules(db, FIRST_PAGE) }),
      ]}
    >
      <RulesPage />
    </Prefetched>
  )
}
