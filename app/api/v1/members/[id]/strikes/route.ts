import { json } from '@/lib/core/http/route'
import { getRecord } from '@/lib/moderation/queries/get-record'
import { caseParams } from '@/lib/moderation/schema/cases'
import { recordView } from '@/lib/moderation/schema/records'
import { route } from '@/lib/staff/access'

/** A member's strikes, what they may not do now, and what the next strikes would bring. */
export const GET = route(
  {
    permission: 'members:read',
    summary: 'Get the strikes and sanctions of a member',
    answer: recordView,
    params: caseParams,
  },
  async ({ db, actor, params }) => json(await getRecord(db, actor, params.id)),
)
