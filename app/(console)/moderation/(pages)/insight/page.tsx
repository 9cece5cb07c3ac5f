import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { insightQueryOf, loadInsightParams, toInsightFilter } from '@/components/moderation/insight/insight-client'
import { InsightPage } from '@/components/moderation/insight/insight-page'
import { queuesQuery } from '@/components/moderation/queues-query'
import { reviewListQuery } from '@/components/moderation/second-reviews/second-reviews-client'
import { FIRST_PAGE } from '@/components/screen/list-query'
import { Prefetched } from '@/components/screen/prefetched'
import { getInsight } from '@/lib/moderation/queries/insight/get-insight'
import { listQueues } from '@/lib/moderation/queries/list-queues'
import { listReviews } from '@/lib/moderation/queries/second-reviews/list-reviews'
import { getSettings } from '@/lib/settings/queries'
import { requirePage } from '@/lib/staff/access'

export const metadata: Metadata = { title: 'Insight' }

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { db, actor } = await requirePage('insight:read')
  const [{ zone }, params] = await Promise.all([getSettings(db), loadInsightParams(searchParams)])
  const filter = toInsightFilter(params, { zone, now: new Date().toISOString() })
  const { from, to, queue } = filter
  return (
    <Prefetched
      load={(client) => [
        client.prefetchQuery({ ...insightQueryOf(filter), queryFn: () => getInsight(db, actor, { from, to, queue }) }),
        client.prefetchQuery({ ...queuesQuery(), queryFn: () => listQueues(db, actor) }),
        client.prefetchInfiniteQuery({
          ...reviewListQuery({ queue, isAgreed: 'false' }),
          queryFn: () => listReviews(db, { ...FIRST_PAGE, queue, isAgreed: false }),
        }),
      ]}
    >
      <InsightPage />
    </Prefetched>
  )
}
