import { json } from '@/lib/core/http/route'
import { tryRule } from '@/lib/moderation/commands/try-rule'
import { RULE_LIMITS, ruleTest, ruleTestView } from '@/lib/moderation/schema/automatic-rules'
import { route } from '@/lib/staff/access'

/** Holds a rule, which need not be saved, against one text. */
export const POST = route(
  {
    permission: 'rules:read',
    summary: 'Test a rule on a text',
    answer: ruleTestView,
    body: ruleTest,
    limits: RULE_LIMITS,
  },
  async ({ db, actor, body }) => json(await tryRule(db, actor, body)),
)
