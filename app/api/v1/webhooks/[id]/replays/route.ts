import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'
import { replayDead } from '@/lib/webhooks/commands/replay-dead'
import { webhookParams } from '@/lib/webhooks/schema'

/** Sends what was given up once more, a thousand at a time. */
export const POST = route({ permission: 'webhooks:write', params: webhookParams }, async ({ db, actor, params }) =>
  json(await replayDead(db, actor, params.id), 202),
)
