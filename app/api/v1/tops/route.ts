import { json } from '@/lib/core/http/route'
import { getTopList } from '@/lib/metrics/queries/get-tops'
import { topListQuery, topListView } from '@/lib/metrics/schema'
import { route } from '@/lib/staff/access'

export const GET = route(
  {
    permission: 'metrics:read',
    summary: 'Get the top channels, spaces or features by a metric',
    answer: topListView,
    query: topListQuery,
  },
  async ({ db, query }) => json(await getTopList(db, query)),
)
