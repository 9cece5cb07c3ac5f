import { json } from '@/lib/core/http/route'
import { getQuarter } from '@/lib/moderation/queries/transparency'
import { quarterParams } from '@/lib/moderation/schema/transparency'
import { route } from '@/lib/staff/access'

/** What is public of a quarter, or would be if it were published now. */
export const GET = route({ permission: 'exports:read', params: quarterParams }, async ({ db, params }) =>
  json(await getQuarter(db, params.quarter)),
)
