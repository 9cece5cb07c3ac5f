import { idempotent } from '@/lib/core/http/idempotency'
import { submitVerdict } from '@/lib/moderation/commands/submit-verdict'
import { decisionParams } from '@/lib/moderation/schema/decisions'
import { submittedVerdict, verdictBody } from '@/lib/moderation/schema/second-reviews'
import { route } from '@/lib/staff/access'
import { actorRef } from '@/lib/staff/actor'

/** A second verdict, once for each decision: 403 to who made it, 409 names who was first. */
export const POST = route(
  {
    permission: 'reviews:write',
    summary: 'Submit a second review of a decision',
    answer: { 201: submittedVerdict },
    isIdempotent: true,
    params: decisionParams,
    body: verdictBody,
  },
  async ({ db, actor, params, body, request }) =>
    idempotent(db, { actor: actorRef(actor), request, body }, async (writer) => ({
      status: 201,
      body: await submitVerdict(writer, actor, { ...body, decisionId: params.id }),
    })),
)
