import { json } from '@/lib/core/http/route'
import { updateQueue } from '@/lib/moderation/commands/manage-queues'
import { queueParams, queuePatch, queueView } from '@/lib/moderation/schema/queues'
import { route } from '@/lib/staff/access'

/** Changes what is named; `version` has to be the one that was read. */
export const PATCH = route(
  { permission: 'queues:write', summary: 'Change a queue', answer: queueView, params: queueParams, body: queuePatch },
  async ({ db, actor, params, body }) => json(await updateQueue(db, actor, { ...body, id: params.id })),
)
