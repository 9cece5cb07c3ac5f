import { json, noContent } from '@/lib/core/http/route'
import { archiveRule, updateRule } from '@/lib/moderation/commands/manage-rules'
import { getRule } from '@/lib/moderation/queries/get-rule'
import { RULE_LIMITS, ruleDetail, ruleInput, ruleParams, savedRule } from '@/lib/moderation/schema/automatic-rules'
import { route } from '@/lib/staff/access'

export const GET = route(
  { permission: 'rules:read', summary: 'Get a rule', answer: ruleDetail, params: ruleParams },
  async ({ db, actor, params }) => json(await getRule(db, actor, params.id)),
)

/** What the rule says from now on, as a new version, which is a draft; the one that is live goes on. */
export const PUT = route(
  {
    permission: 'rules:write',
    summary: 'Save a new version of a rule',
    answer: savedRule,
    params: ruleParams,
    body: ruleInput,
    limits: RULE_LIMITS,
  },
  async ({ db, actor, params, body }) => json(await updateRule(db, actor, { ...body, id: params.id })),
)

export const DELETE = route(
  { permission: 'rules:write', summary: 'Archive a rule', answer: null, params: ruleParams },
  async ({ db, actor, params }) => {
    await archiveRule(db, actor, params.id)
    return noContent()
  },
)
