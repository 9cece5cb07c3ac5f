import { json } from '@/lib/core/http/route'
import { getHeatmap } from '@/lib/metrics/queries/get-heatmap'
import { heatmapQuery } from '@/lib/metrics/schema'
import { route } from '@/lib/staff/access'

export const GET = route({ permission: 'metrics:read', query: heatmapQuery }, async ({ db, query }) =>
  json(await getHeatmap(db, query)),
)
