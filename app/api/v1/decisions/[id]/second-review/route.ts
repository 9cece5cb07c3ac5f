import { once } from '@/lib/core/http/idempotency'
import { giveVerdict } from '@/lib/moderation/commands/give-verdict'
import { decisionParams } from '@/lib/moderation/schema/decisions'
import { givenVerdict, verdictBody } from '@/lib/moderation/schema/second-reviews'
import { route } from '@/lib/staff/access'
import { actorRef } from '@/lib/staff/actor'

/** A second verdict, once for each decision: 403 to who made it, 409 names who was first. */
export const POST = route(
  {
    permission: 'reviews:write',
    summary: 'Submit a second review of a decision',
    answer: { 201: givenVerdict },
    isIdempotent: true,
    params: decisionParams,
    body: verdictBody,
  },
  async ({ db, actor, params, body, request }) =>
    once(db, { actor: actorRef(actor), request, body }, async (writer) => ({
      status: 201,
      body: await giveVerdict(writer, actor, { ...body, decisionId: params.id }),
    })),
)
