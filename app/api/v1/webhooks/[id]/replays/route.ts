import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'
import { replayFailed } from '@/lib/webhooks/commands/replay-dead'
import { replayedFailed, webhookParams } from '@/lib/webhooks/schema'

/** Sends what was given up once more, a thousand at a time. */
export const POST = route(
  {
    permission: 'webhooks:write',
    summary: 'Replay the failed deliveries of a webhook',
    answer: { 202: replayedFailed },
    params: webhookParams,
  },
  async ({ db, actor, params }) => json(await replayFailed(db, actor, params.id), 202),
)
