import { pageQuery } from '@/lib/core/http/page'
import { json } from '@/lib/core/http/route'
import { listMetrics } from '@/lib/metrics/queries/list-metrics'
import { metricPage } from '@/lib/metrics/schema'
import { route } from '@/lib/staff/access'

export const GET = route(
  { permission: 'metrics:read', summary: 'List metrics', answer: metricPage, query: pageQuery },
  async ({ db, query }) => json(await listMetrics(db, query)),
)
