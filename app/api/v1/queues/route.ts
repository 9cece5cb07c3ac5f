import { idempotent } from '@/lib/core/http/idempotency'
import { json } from '@/lib/core/http/route'
import { addQueue } from '@/lib/moderation/commands/manage-queues'
import { listQueues } from '@/lib/moderation/queries/list-queues'
import { queueBody, queuePage, queueView } from '@/lib/moderation/schema/queues'
import { route } from '@/lib/staff/access'
import { actorRef } from '@/lib/staff/actor'

/** The queues that the caller may work, with what waits in each. */
export const GET = route(
  { permission: 'queues:read', summary: 'List the queues you work', answer: queuePage },
  async ({ db, actor }) => json(await listQueues(db, actor)),
)

export const POST = route(
  {
    permission: 'queues:write',
    summary: 'Add a queue',
    answer: { 201: queueView },
    isIdempotent: true,
    body: queueBody,
  },
  async ({ db, actor, body, request }) =>
    idempotent(db, { actor: actorRef(actor), request, body }, async (writer) => ({
      status: 201,
      body: await addQueue(writer, actor, body),
    })),
)
