import { idempotent } from '@/lib/core/http/idempotency'
import { skipCase } from '@/lib/moderation/commands/work-case'
import { caseParams, changedStatus, skipBody } from '@/lib/moderation/schema/cases'
import { route } from '@/lib/staff/access'
import { actorRef } from '@/lib/staff/actor'

export const POST = route(
  {
    permission: 'cases:write',
    summary: 'Skip a case',
    answer: { 201: changedStatus },
    isIdempotent: true,
    params: caseParams,
    body: skipBody,
  },
  async ({ db, actor, params, body, request }) =>
    idempotent(db, { actor: actorRef(actor), request, body }, async (writer) => {
      const status = await skipCase(writer, actor, { caseId: params.id, reason: body.reason })
      return { status: 201, body: { caseId: params.id, status } }
    }),
)
