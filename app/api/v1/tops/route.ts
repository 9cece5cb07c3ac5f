import { json } from '@/lib/core/http/route'
import { getTops } from '@/lib/metrics/queries/get-tops'
import { topsQuery } from '@/lib/metrics/schema'
import { route } from '@/lib/staff/access'

export const GET = route({ permission: 'metrics:read', query: topsQuery }, async ({ db, query }) =>
  json(await getTops(db, query)),
)
