import { json } from '@/lib/core/http/route'
import { getProvenance } from '@/lib/metrics/queries/get-provenance'
import { provenanceQuery, provenanceView } from '@/lib/metrics/schema'
import { route } from '@/lib/staff/access'

export const GET = route(
  {
    permission: 'metrics:read',
    summary: 'Get the provenance of a point in a series',
    answer: provenanceView,
    query: provenanceQuery,
  },
  async ({ db, query }) => json(await getProvenance(db, query)),
)
