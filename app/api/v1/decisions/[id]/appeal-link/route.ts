import { json, noContent } from '@/lib/core/http/route'
import { issueAppealLink, revokeAppealLink } from '@/lib/moderation/commands/appeal-links'
import { issuedAppealLink } from '@/lib/moderation/schema/appeals'
import { decisionParams } from '@/lib/moderation/schema/decisions'
import { route } from '@/lib/staff/access'

/** Makes a link and shows it for the only time; without Idempotency-Key, which would keep the answer. */
export const POST = route(
  {
    permission: 'cases:write',
    summary: 'Create an appeal link for a decision',
    answer: { 201: issuedAppealLink },
    params: decisionParams,
  },
  async ({ db, actor, params }) => json(await issueAppealLink(db, actor, { decisionId: params.id }), 201),
)

export const DELETE = route(
  { permission: 'cases:write', summary: 'Revoke the appeal link of a decision', answer: null, params: decisionParams },
  async ({ db, actor, params }) => {
    await revokeAppealLink(db, actor, { decisionId: params.id })
    return noContent()
  },
)
