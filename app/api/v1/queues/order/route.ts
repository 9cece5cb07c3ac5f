import { json } from '@/lib/core/http/route'
import { orderQueues } from '@/lib/moderation/commands/manage-queues'
import { listQueues } from '@/lib/moderation/queries/list-queues'
import { queueOrder, queuePage } from '@/lib/moderation/schema/queues'
import { route } from '@/lib/staff/access'

/** All queues but the default one, in the order in which cases are offered to them; the answer is the list. */
export const PUT = route(
  { permission: 'queues:write', summary: 'Reorder the queues', answer: queuePage, body: queueOrder },
  async ({ db, actor, body }) => {
    await orderQueues(db, actor, body.ids)
    return json(await listQueues(db, actor))
  },
)
