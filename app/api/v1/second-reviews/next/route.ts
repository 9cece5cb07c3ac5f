import { json } from '@/lib/core/http/route'
import { nextReview } from '@/lib/moderation/queries/second-reviews/next-review'
import { nextReviewInput, nextReview as nextReviewView } from '@/lib/moderation/schema/second-reviews'
import { route } from '@/lib/staff/access'

/** The next decision for a second look, as it lay before who made it. */
export const GET = route(
  {
    permission: 'reviews:read',
    summary: 'Get the next decision for a second review',
    answer: nextReviewView,
    query: nextReviewInput,
  },
  async ({ db, actor, query }) => json(await nextReview(db, actor, query)),
)
