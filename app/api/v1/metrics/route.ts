import { json } from '@/lib/core/http/route'
import { createMetric } from '@/lib/metrics/commands/manage-metrics'
import { createMetricBody, metricListQuery } from '@/lib/metrics/custom-schema'
import { listMetrics } from '@/lib/metrics/queries/list-metrics'
import { route } from '@/lib/staff/access'

export const GET = route({ permission: 'metrics:read', query: metricListQuery }, async ({ db, query }) =>
  json(await listMetrics(db, query)),
)

export const POST = route({ permission: 'metrics:write', body: createMetricBody }, async ({ db, actor, body }) => {
  const metric = await createMetric(db, actor, body)
  return json(metric, 201, { Location: `/api/v1/metrics/${metric.name}` })
})
