import { json } from '@/lib/core/http/route'
import { getBatch } from '@/lib/metrics/queries/get-batch'
import { seriesBatchBody, seriesBatchView } from '@/lib/metrics/schema'
import { route } from '@/lib/staff/access'

/** Several series and comparisons with one request, each with an answer of its own. */
export const POST = route(
  {
    permission: 'metrics:read',
    summary: 'Get several series and comparisons',
    answer: seriesBatchView,
    body: seriesBatchBody,
  },
  async ({ db, body }) => json({ answers: await getBatch(db, body.asks) }),
)
