import { idempotent } from '@/lib/core/http/idempotency'
import { snoozeCase } from '@/lib/moderation/commands/work-case'
import { caseParams, snoozeBody, snoozedCase } from '@/lib/moderation/schema/cases'
import { route } from '@/lib/staff/access'
import { actorRef } from '@/lib/staff/actor'

export const POST = route(
  {
    permission: 'cases:write',
    summary: 'Snooze a case',
    answer: { 201: snoozedCase },
    isIdempotent: true,
    params: caseParams,
    body: snoozeBody,
  },
  async ({ db, actor, params, body, request }) =>
    idempotent(db, { actor: actorRef(actor), request, body }, async (writer) => {
      await snoozeCase(writer, actor, { caseId: params.id, until: body.until })
      return { status: 201, body: { caseId: params.id, snoozedUntil: body.until } }
    }),
)
