import { json } from '@/lib/core/http/route'
import { orderPolicies } from '@/lib/moderation/commands/manage-policies'
import { listPolicies } from '@/lib/moderation/queries/list-policies'
import { policyOrder, policyPage } from '@/lib/moderation/schema/policies'
import { route } from '@/lib/staff/access'

/** All policies in use, in the order in which they are offered; the answer is the list. */
export const PUT = route(
  { permission: 'policies:write', summary: 'Reorder the policies', answer: policyPage, body: policyOrder },
  async ({ db, actor, body }) => {
    await orderPolicies(db, actor, body.ids)
    return json(await listPolicies(db))
  },
)
