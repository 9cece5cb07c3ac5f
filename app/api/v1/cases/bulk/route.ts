import { json } from '@/lib/core/http/route'
import { decideBulk } from '@/lib/moderation/commands/decide-bulk'
import { bulkBody } from '@/lib/moderation/schema/decisions'
import { route } from '@/lib/staff/access'

/** Rules on many cases, each by itself: every row has its own answer. */
export const POST = route({ permission: 'cases:write', body: bulkBody }, async ({ db, actor, body }) =>
  json({ results: await decideBulk(db, actor, body.decisions) }),
)
