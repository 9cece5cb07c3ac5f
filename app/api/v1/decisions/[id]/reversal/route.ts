import { idempotent } from '@/lib/core/http/idempotency'
import { reverseDecision } from '@/lib/moderation/commands/reverse-decision'
import { decidedCase, decisionParams, reversalBody } from '@/lib/moderation/schema/decisions'
import { route } from '@/lib/staff/access'
import { actorRef } from '@/lib/staff/actor'

/** Takes a decision back with all that followed from it. */
export const POST = route(
  {
    permission: 'cases:write',
    summary: 'Reverse a decision',
    answer: { 201: decidedCase },
    isIdempotent: true,
    params: decisionParams,
    body: reversalBody,
  },
  async ({ db, actor, params, body, request }) =>
    idempotent(db, { actor: actorRef(actor), request, body }, async (writer) => ({
      status: 201,
      body: await reverseDecision(writer, actor, { decisionId: params.id, reason: body.reason }),
    })),
)
