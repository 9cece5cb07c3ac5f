import { getMemberParts } from '@/lib/console/queries/get-member-parts'
import { memberPartsParams, memberPartsView } from '@/lib/console/schema'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

/** What each domain knows of a member. */
export const GET = route(
  {
    permission: 'members:read',
    summary: 'List the data about a member',
    answer: memberPartsView,
    params: memberPartsParams,
  },
  async ({ db, actor, params }) => json(await getMemberParts(db, actor, params.id)),
)
