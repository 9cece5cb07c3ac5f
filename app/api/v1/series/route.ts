import { json } from '@/lib/core/http/route'
import { getSeries } from '@/lib/metrics/queries/get-series'
import { seriesQuery } from '@/lib/metrics/schema'
import { route } from '@/lib/staff/access'

export const GET = route({ permission: 'metrics:read', query: seriesQuery }, async ({ db, query }) =>
  json(await getSeries(db, query)),
)
