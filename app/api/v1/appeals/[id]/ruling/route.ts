import { idempotent } from '@/lib/core/http/idempotency'
import { ruleAppeal } from '@/lib/moderation/commands/rule-appeal'
import { appealParams, ruledAppeal, rulingBody } from '@/lib/moderation/schema/appeals'
import { route } from '@/lib/staff/access'
import { actorRef } from '@/lib/staff/actor'

/** Upholds or overturns the decision, once and by somebody else than who made it: 403 to them, 409 names who was first. */
export const POST = route(
  {
    permission: 'appeals:rule',
    summary: 'Decide an appeal',
    answer: { 201: ruledAppeal },
    isIdempotent: true,
    params: appealParams,
    body: rulingBody,
  },
  async ({ db, actor, params, body, request }) =>
    idempotent(db, { actor: actorRef(actor), request, body }, async (writer) => ({
      status: 201,
      body: await ruleAppeal(writer, actor, { ...body, appealId: params.id }),
    })),
)
