import { idempotent } from '@/lib/core/http/idempotency'
import { decideCase } from '@/lib/moderation/commands/decide-case'
import { caseParams } from '@/lib/moderation/schema/cases'
import { decidedCase, decisionBody } from '@/lib/moderation/schema/decisions'
import { route } from '@/lib/staff/access'
import { actorRef } from '@/lib/staff/actor'

/** Rules on a case that was claimed; 409 says who was first, that the item was edited, or that the claim has ended. */
export const POST = route(
  {
    permission: 'cases:write',
    summary: 'Decide a case',
    answer: { 201: decidedCase },
    isIdempotent: true,
    params: caseParams,
    body: decisionBody,
  },
  async ({ db, actor, params, body, request }) =>
    idempotent(db, { actor: actorRef(actor), request, body }, async (writer) => ({
      status: 201,
      body: await decideCase(writer, actor, { ...body, caseId: params.id }),
    })),
)
