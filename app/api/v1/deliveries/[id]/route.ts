import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'
import { getDelivery } from '@/lib/webhooks/queries/deliveries'
import { deliveryDetail, deliveryParams } from '@/lib/webhooks/schema'

export const GET = route(
  { permission: 'webhooks:read', summary: 'Get a delivery', answer: deliveryDetail, params: deliveryParams },
  async ({ db, params }) => json(await getDelivery(db, params.id)),
)
