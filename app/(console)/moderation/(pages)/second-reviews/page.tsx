import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import {
  loadReviewParams,
  nextReviewQuery,
  toReviewFilter,
} from '@/components/moderation/second-reviews/second-reviews-client'
import { SecondReviewsPage } from '@/components/moderation/second-reviews/second-reviews-page'
import { Prefetched } from '@/components/screen/prefetched'
import { nextReview } from '@/lib/moderation/queries/second-reviews/next-review'
import { requirePage } from '@/lib/staff/access'

export const metadata: Metadata = { title: 'Second reviews' }

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { db, actor } = await requirePage('reviews:read')
  const { queue } = toReviewFilter(await loadReviewParams(searchParams))
  return (
    <Prefetched
      load={(client) => [
        client.prefetchQuery({
          ...nextReviewQuery({ queue, skip: [] }),
          queryFn: () => nextReview(db, actor, { queue, skip: [] }),
        }),
      ]}
    >
      <SecondReviewsPage />
    </Prefetched>
  )
}
