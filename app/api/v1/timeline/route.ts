import { getTimeline } from '@/lib/console/queries/get-timeline'
import { timelineQuery } from '@/lib/console/schema'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

/** What happened within a range, as charts show it: annotations, and what other domains tell of. */
export const GET = route({ permission: 'metrics:read', query: timelineQuery }, async ({ db, actor, query }) =>
  json(await getTimeline(db, actor, query)),
)
