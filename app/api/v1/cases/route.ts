import { idempotent } from '@/lib/core/http/idempotency'
import { json } from '@/lib/core/http/route'
import { openCase } from '@/lib/moderation/commands/open-case'
import { findCaseSummary, listCases } from '@/lib/moderation/queries/list-cases'
import { caseBody, caseListQuery, casePage, openedCase } from '@/lib/moderation/schema/cases'
import { route } from '@/lib/staff/access'
import { actorRef } from '@/lib/staff/actor'

export const GET = route(
  { permission: 'cases:read', summary: 'List cases', answer: casePage, query: caseListQuery },
  async ({ db, actor, query }) => json(await listCases(db, actor, query)),
)

/** Opens the case of an item by hand; 200 where there was one already. In a queue that is not theirs its id is all they learn. */
export const POST = route(
  {
    permission: 'cases:write',
    summary: 'Open a case',
    answer: { 200: openedCase, 201: openedCase },
    isIdempotent: true,
    body: caseBody,
  },
  async ({ db, actor, body, request }) =>
    idempotent(db, { actor: actorRef(actor), request, body }, async (writer) => {
      const { caseId, isNew } = await openCase(writer, actor, body)
      return { status: isNew ? 201 : 200, body: (await findCaseSummary(writer, actor, caseId)) ?? { id: caseId } }
    }),
)
