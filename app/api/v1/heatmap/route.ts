import { json } from '@/lib/core/http/route'
import { getHeatmap } from '@/lib/metrics/queries/get-heatmap'
import { heatmapQuery, heatmapView } from '@/lib/metrics/schema'
import { route } from '@/lib/staff/access'

export const GET = route(
  { permission: 'metrics:read', summary: 'Get a metric by weekday and hour', answer: heatmapView, query: heatmapQuery },
  async ({ db, query }) => json(await getHeatmap(db, query)),
)
