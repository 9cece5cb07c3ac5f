import { once } from '@/lib/core/http/idempotency'
import { decideBulk } from '@/lib/moderation/commands/decide-bulk'
import { bulkBody } from '@/lib/moderation/schema/decisions'
import { route } from '@/lib/staff/access'
import { actorRef } from '@/lib/staff/actor'

/** Rules on many cases, each by itself: every row has its own answer. */
export const POST = route({ permission: 'cases:write', body: bulkBody }, async ({ db, actor, body, request }) =>
  once(db, { actor: actorRef(actor), request, body }, async (writer) => ({
    status: 200,
    body: { results: await decideBulk(writer, actor, body.decisions) },
  })),
)
