import { json } from '@/lib/core/http/route'
import { findRecords } from '@/lib/metrics/analytics/find-records'
import { pushRecords } from '@/lib/metrics/analytics/push-records'
import { analyticsQuery, pushBody } from '@/lib/metrics/analytics/schema'
import { route } from '@/lib/staff/access'

/** The classic record of the outside world, in Feathers' manner; docs/decisions/0043 says how far. */
export const GET = route({ permission: 'metrics:read', query: analyticsQuery }, async ({ db, query }) =>
  json(await findRecords(db, query)),
)

/** 1,000 records of 12 values each. */
const LIMITS = { values: 12_500 }

export const POST = route(
  { permission: 'samples:write', body: pushBody, limits: LIMITS },
  async ({ db, actor, body }) => {
    const stored = await pushRecords(db, actor, [body].flat())
    return json(Array.isArray(body) ? stored : stored[0], 201)
  },
)
