import { json } from '@/lib/core/http/route'
import { suggestRule } from '@/lib/moderation/queries/suggest-rule'
import { suggestedRule } from '@/lib/moderation/schema/automatic-rules'
import { caseParams } from '@/lib/moderation/schema/cases'
import { route } from '@/lib/staff/access'

/** A rule that would find items like this one, to be looked at and saved by POST /api/v1/rules. */
export const GET = route(
  { permission: 'rules:write', summary: 'Suggest a rule from a case', answer: suggestedRule, params: caseParams },
  async ({ db, actor, params }) => json(await suggestRule(db, actor, params.id)),
)
