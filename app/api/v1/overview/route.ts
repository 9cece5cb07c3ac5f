import { json } from '@/lib/core/http/route'
import { getOverview } from '@/lib/metrics/queries/get-overview'
import { overviewQuery, overviewView } from '@/lib/metrics/schema'
import { route } from '@/lib/staff/access'

export const GET = route(
  {
    permission: 'overview:read',
    summary: 'Get the overview figures',
    answer: overviewView,
    query: overviewQuery,
  },
  async ({ db, query }) => json(await getOverview(db, query)),
)
