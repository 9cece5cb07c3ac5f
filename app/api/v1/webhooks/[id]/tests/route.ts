import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'
import { sendTest } from '@/lib/webhooks/commands/send-test'
import { deliveryDetail, webhookParams } from '@/lib/webhooks/schema'

/** Sends a `ping`; the delivery in the answer says how that went when it is asked for again. */
export const POST = route(
  {
    permission: 'webhooks:write',
    summary: 'Send a test delivery',
    answer: { 202: deliveryDetail },
    params: webhookParams,
  },
  async ({ db, actor, params }) => {
    const delivery = await sendTest(db, actor, params.id)
    return json(delivery, 202, { Location: `/api/v1/deliveries/${delivery.id}` })
  },
)
