import { json } from '@/lib/core/http/route'
import { getTops } from '@/lib/metrics/queries/get-tops'
import { topsQuery, topsView } from '@/lib/metrics/schema'
import { route } from '@/lib/staff/access'

export const GET = route(
  {
    permission: 'metrics:read',
    summary: 'Get the top channels, spaces or features by a metric',
    answer: topsView,
    query: topsQuery,
  },
  async ({ db, query }) => json(await getTops(db, query)),
)
