import { getRunDetail } from '@/lib/collection/queries/runs'
import { runDetail, runParams } from '@/lib/collection/schema'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

/** A run with its progress, its errors per metric and what it measured. */
export const GET = route(
  { permission: 'collections:read', summary: 'Get a collection run', answer: runDetail, params: runParams },
  async ({ db, params }) => json(await getRunDetail(db, params.id)),
)
