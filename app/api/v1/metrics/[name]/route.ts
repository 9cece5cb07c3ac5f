import { json, noContent } from '@/lib/core/http/route'
import { deleteMetric, updateMetric } from '@/lib/metrics/commands/manage-metrics'
import { deleteMetricQuery, metricParams, updateMetricBody } from '@/lib/metrics/custom-schema'
import { getMetric } from '@/lib/metrics/queries/list-metrics'
import { metricView } from '@/lib/metrics/schema'
import { route } from '@/lib/staff/access'

export const GET = route(
  { permission: 'metrics:read', summary: 'Get a metric', answer: metricView, params: metricParams },
  async ({ db, params }) => json(await getMetric(db, params.name)),
)

/** Changes what is named; `version` has to be the one that was read, else 409 with the metric as it is. */
export const PATCH = route(
  {
    permission: 'metrics:write',
    summary: 'Update a metric',
    answer: metricView,
    params: metricParams,
    body: updateMetricBody,
  },
  async ({ db, actor, params, body }) => json(await updateMetric(db, actor, { ...body, name: params.name })),
)

/** Archives the metric; with `withSamples=true` removes it and all that was measured. */
export const DELETE = route(
  {
    permission: 'metrics:write',
    summary: 'Archive or delete a metric',
    answer: null,
    params: metricParams,
    query: deleteMetricQuery,
  },
  async ({ db, actor, params, query }) => {
    await deleteMetric(db, actor, { ...query, name: params.name })
    return noContent()
  },
)
