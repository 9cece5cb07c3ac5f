import { json } from '@/lib/core/http/route'
import { getMemberActivity } from '@/lib/moderation/queries/get-member-activity'
import { memberActivityView } from '@/lib/moderation/schema/case-tools'
import { caseParams } from '@/lib/moderation/schema/cases'
import { route } from '@/lib/staff/access'

/** How much a member wrote, week by week. */
export const GET = route(
  {
    permission: 'members:read',
    summary: 'Get a member’s message counts by week',
    answer: memberActivityView,
    params: caseParams,
  },
  async ({ db, params }) => json(await getMemberActivity(db, params.id)),
)
