import { json } from '@/lib/core/http/route'
import { tryRule } from '@/lib/moderation/commands/try-rule'
import { RULE_BYTES_MAX, ruleTest } from '@/lib/moderation/schema/automatic-rules'
import { route } from '@/lib/staff/access'

/** Holds a rule, which need not be saved, against one text. */
export const POST = route(
  { permission: 'rules:read', body: ruleTest, bodyLimit: RULE_BYTES_MAX },
  async ({ db, actor, body }) => json(await tryRule(db, actor, body)),
)
