import { json } from '@/lib/core/http/route'
import { updatePolicy } from '@/lib/moderation/commands/manage-policies'
import { policyParams, policyPatch, policyView } from '@/lib/moderation/schema/policies'
import { route } from '@/lib/staff/access'

/** Changes what is named; `version` has to be the one that was read. `isArchived` takes it out of use, and back. */
export const PATCH = route(
  {
    permission: 'policies:write',
    summary: 'Change a policy',
    answer: policyView,
    params: policyParams,
    body: policyPatch,
  },
  async ({ db, actor, params, body }) => json(await updatePolicy(db, actor, { ...body, id: params.id })),
)
