import { json } from '@/lib/core/http/route'
import { findRecords } from '@/lib/metrics/analytics/find-records'
import { pushRecord, pushRecords } from '@/lib/metrics/analytics/push-records'
import { analyticsPage, analyticsQuery, pushBody, storedRecords } from '@/lib/metrics/analytics/schema'
import { route } from '@/lib/staff/access'

/** The classic record of the outside world, in Feathers' manner; docs/decisions/0043 says how far. */
export const GET = route(
  {
    permission: 'metrics:read',
    summary: 'List metric records (classic format)',
    answer: analyticsPage,
    query: analyticsQuery,
  },
  async ({ db, query }) => json(await findRecords(db, query)),
)

/** 1,000 records of 12 values each. */
const LIMITS = { values: 12_500 }

export const POST = route(
  {
    permission: 'samples:write',
    summary: 'Push one record or a list of records',
    answer: { 201: storedRecords },
    body: pushBody,
    limits: LIMITS,
  },
  async ({ db, actor, body }) => {
    const stored = Array.isArray(body) ? await pushRecords(db, actor, body) : await pushRecord(db, actor, body)
    return json(stored, 201)
  },
)
