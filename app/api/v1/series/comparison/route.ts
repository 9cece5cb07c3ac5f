import { json } from '@/lib/core/http/route'
import { getComparison } from '@/lib/metrics/queries/get-comparison'
import { comparisonQuery, comparisonView } from '@/lib/metrics/schema'
import { route } from '@/lib/staff/access'

export const GET = route(
  {
    permission: 'metrics:read',
    summary: 'Compare a metric with an earlier period',
    answer: comparisonView,
    query: comparisonQuery,
  },
  async ({ db, query }) => json(await getComparison(db, query)),
)
