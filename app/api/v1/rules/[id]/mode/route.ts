import { json } from '@/lib/core/http/route'
import { setRuleMode } from '@/lib/moderation/commands/set-rule-mode'
import { modeBody, ruleParams, savedRule } from '@/lib/moderation/schema/automatic-rules'
import { route } from '@/lib/staff/access'

export const PUT = route(
  {
    permission: 'rules:write',
    summary: 'Set the mode of a rule version',
    answer: savedRule,
    params: ruleParams,
    body: modeBody,
  },
  async ({ db, actor, params, body }) => json(await setRuleMode(db, actor, { ...body, id: params.id })),
)
