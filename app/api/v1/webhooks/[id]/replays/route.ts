import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'
import { replayDead } from '@/lib/webhooks/commands/replay-dead'
import { replayedDead, webhookParams } from '@/lib/webhooks/schema'

/** Sends what was given up once more, a thousand at a time. */
export const POST = route(
  {
    permission: 'webhooks:write',
    summary: 'Replay the failed deliveries of a webhook',
    answer: { 202: replayedDead },
    params: webhookParams,
  },
  async ({ db, actor, params }) => json(await replayDead(db, actor, params.id), 202),
)
