import { json } from '@/lib/core/http/route'
import { getInsight } from '@/lib/moderation/queries/insight/get-insight'
import { insightQuery, insightView } from '@/lib/moderation/schema/insight'
import { route } from '@/lib/staff/access'

/** The figures of moderation in a period: docs/moderation-insight.md defines each. */
export const GET = route(
  { permission: 'insight:read', summary: 'Get moderation figures', answer: insightView, query: insightQuery },
  async ({ db, actor, query }) => json(await getInsight(db, actor, query)),
)
