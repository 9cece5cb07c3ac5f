import { once } from '@/lib/core/http/idempotency'
import { skipCase } from '@/lib/moderation/commands/work-case'
import { caseParams, skipBody } from '@/lib/moderation/schema/cases'
import { route } from '@/lib/staff/access'
import { actorRef } from '@/lib/staff/actor'

export const POST = route(
  { permission: 'cases:write', params: caseParams, body: skipBody },
  async ({ db, actor, params, body, request }) =>
    once(db, { actor: actorRef(actor), request, body }, async (writer) => {
      const status = await skipCase(writer, actor, { caseId: params.id, reason: body.reason })
      return { status: 201, body: { caseId: params.id, status } }
    }),
)
