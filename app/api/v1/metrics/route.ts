import { json } from '@/lib/core/http/route'
import { createMetric } from '@/lib/metrics/commands/manage-metrics'
import { createMetricBody, metricListQuery } from '@/lib/metrics/custom-schema'
import { listMetrics } from '@/lib/metrics/queries/list-metrics'
import { metricPage, metricView } from '@/lib/metrics/schema'
import { route } from '@/lib/staff/access'

export const GET = route(
  { permission: 'metrics:read', summary: 'List metrics', answer: metricPage, query: metricListQuery },
  async ({ db, query }) => json(await listMetrics(db, query)),
)

export const POST = route(
  { permission: 'metrics:write', summary: 'Create a metric', answer: { 201: metricView }, body: createMetricBody },
  async ({ db, actor, body }) => {
    const metric = await createMetric(db, actor, body)
    return json(metric, 201, { Location: `/api/v1/metrics/${metric.name}` })
  },
)
