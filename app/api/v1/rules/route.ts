import { idempotent } from '@/lib/core/http/idempotency'
import { json } from '@/lib/core/http/route'
import { createRule } from '@/lib/moderation/commands/manage-rules'
import { listRules } from '@/lib/moderation/queries/list-rules'
import { RULE_LIMITS, ruleInput, ruleListQuery, rulePage, savedRule } from '@/lib/moderation/schema/automatic-rules'
import { route } from '@/lib/staff/access'
import { actorRef } from '@/lib/staff/actor'

export const GET = route(
  { permission: 'rules:read', summary: 'List rules', answer: rulePage, query: ruleListQuery },
  async ({ db, query }) => json(await listRules(db, query)),
)

/** A new rule is a draft: it does nothing until its mode is set. */
export const POST = route(
  {
    permission: 'rules:write',
    summary: 'Add a rule',
    answer: { 201: savedRule },
    isIdempotent: true,
    body: ruleInput,
    limits: RULE_LIMITS,
  },
  async ({ db, actor, body, request }) =>
    idempotent(db, { actor: actorRef(actor), request, body }, async (writer) => {
      const rule = await createRule(writer, actor, body)
      return { status: 201, body: rule, headers: { Location: `/api/v1/rules/${rule.id}` } }
    }),
)
