import { json } from '@/lib/core/http/route'
import { getSeries } from '@/lib/metrics/queries/get-series'
import { seriesQuery, seriesView } from '@/lib/metrics/schema'
import { route } from '@/lib/staff/access'

export const GET = route(
  { permission: 'metrics:read', summary: 'Get a metric over time', answer: seriesView, query: seriesQuery },
  async ({ db, query }) => json(await getSeries(db, query)),
)
