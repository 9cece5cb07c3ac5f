import { json } from '@/lib/core/http/route'
import { getProvenance } from '@/lib/metrics/queries/get-provenance'
import { provenanceQuery } from '@/lib/metrics/schema'
import { route } from '@/lib/staff/access'

export const GET = route({ permission: 'metrics:read', query: provenanceQuery }, async ({ db, query }) =>
  json(await getProvenance(db, query)),
)
