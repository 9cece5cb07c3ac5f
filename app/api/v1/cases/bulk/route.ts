import { idempotent } from '@/lib/core/http/idempotency'
import { decideBulk } from '@/lib/moderation/commands/decide-bulk'
import { bulkBody, bulkResults } from '@/lib/moderation/schema/decisions'
import { route } from '@/lib/staff/access'
import { actorRef } from '@/lib/staff/actor'

/** 500 rulings of 40 values each. */
const LIMITS = { values: 20_000 }

/** Rules on many cases, each by itself: every row has its own answer. */
export const POST = route(
  {
    permission: 'cases:write',
    summary: 'Decide several cases',
    answer: bulkResults,
    isIdempotent: true,
    body: bulkBody,
    limits: LIMITS,
  },
  async ({ db, actor, body, request }) =>
    idempotent(db, { actor: actorRef(actor), request, body }, async (writer) => ({
      status: 200,
      body: { results: await decideBulk(writer, actor, body.decisions) },
    })),
)
