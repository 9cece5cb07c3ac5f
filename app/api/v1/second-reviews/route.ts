import { json } from '@/lib/core/http/route'
import { listReviews } from '@/lib/moderation/queries/second-reviews/list-reviews'
import { reviewListQuery, reviewPage } from '@/lib/moderation/schema/second-reviews'
import { route } from '@/lib/staff/access'

/** The second reviews that were given, beside the decisions. */
export const GET = route(
  { permission: 'insight:read', summary: 'List second reviews', answer: reviewPage, query: reviewListQuery },
  async ({ db, query }) => json(await listReviews(db, query)),
)
