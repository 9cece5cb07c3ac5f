import { idempotent } from '@/lib/core/http/idempotency'
import { json } from '@/lib/core/http/route'
import { receiveAppeal } from '@/lib/moderation/commands/receive-appeal'
import { listAppeals } from '@/lib/moderation/queries/list-appeals'
import { appealBody, appealListQuery, appealPage, receivedAppeal } from '@/lib/moderation/schema/appeals'
import { route } from '@/lib/staff/access'
import { actorRef } from '@/lib/staff/actor'

export const GET = route(
  { permission: 'appeals:read', summary: 'List appeals', answer: appealPage, query: appealListQuery },
  async ({ db, actor, query }) => json(await listAppeals(db, actor, query)),
)

/** Takes a member's objection, which the platform passes on. */
export const POST = route(
  {
    permission: 'appeals:write',
    summary: 'Add an appeal for a member',
    answer: { 201: receivedAppeal },
    isIdempotent: true,
    body: appealBody,
  },
  async ({ db, actor, body, request }) =>
    idempotent(db, { actor: actorRef(actor), request, body }, async (writer) => ({
      status: 201,
      body: await receiveAppeal(writer, actor, body),
    })),
)
