import { pageQuery } from '@/lib/core/http/page'
import { json } from '@/lib/core/http/route'
import { listMetrics } from '@/lib/metrics/queries/list-metrics'
import { route } from '@/lib/staff/access'

export const GET = route({ permission: 'metrics:read', query: pageQuery }, async ({ db, query }) =>
  json(await listMetrics(db, query)),
)
