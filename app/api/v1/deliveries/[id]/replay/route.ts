import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'
import { replayDelivery } from '@/lib/webhooks/commands/replay-delivery'
import { deliveryDetail, deliveryParams } from '@/lib/webhooks/schema'

/** Sends it once more, with the same id. */
export const POST = route(
  {
    permission: 'webhooks:write',
    summary: 'Send a delivery again',
    answer: { 202: deliveryDetail },
    params: deliveryParams,
  },
  async ({ db, actor, params }) => json(await replayDelivery(db, actor, params.id), 202),
)
