import { json } from '@/lib/core/http/route'
import { getOverview } from '@/lib/metrics/queries/get-overview'
import { overviewQuery } from '@/lib/metrics/schema'
import { route } from '@/lib/staff/access'

export const GET = route({ permission: 'overview:read', query: overviewQuery }, async ({ db, query }) =>
  json(await getOverview(db, query)),
)
