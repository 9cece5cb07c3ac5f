import { idempotent } from '@/lib/core/http/idempotency'
import { escalateCase } from '@/lib/moderation/commands/work-case'
import { caseParams, changedStatus, escalationBody } from '@/lib/moderation/schema/cases'
import { route } from '@/lib/staff/access'
import { actorRef } from '@/lib/staff/actor'

export const POST = route(
  {
    permission: 'cases:write',
    summary: 'Escalate a case',
    answer: { 201: changedStatus },
    isIdempotent: true,
    params: caseParams,
    body: escalationBody,
  },
  async ({ db, actor, params, body, request }) =>
    idempotent(db, { actor: actorRef(actor), request, body }, async (writer) => {
      await escalateCase(writer, actor, { caseId: params.id, reason: body.reason })
      return { status: 201, body: { caseId: params.id, status: 'escalated' as const } }
    }),
)
