import { getTimeline } from '@/lib/console/queries/get-timeline'
import { timelineQuery, timelineView } from '@/lib/console/schema'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

/** What happened within a range, as charts show it: annotations, and what other domains tell of. */
export const GET = route(
  { permission: 'metrics:read', summary: 'List what happened in a range', answer: timelineView, query: timelineQuery },
  async ({ db, actor, query }) => json(await getTimeline(db, actor, query)),
)
