import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'
import { listDeliveries } from '@/lib/webhooks/queries/deliveries'
import { deliveryListQuery } from '@/lib/webhooks/requests'
import { deliveryPage } from '@/lib/webhooks/schema'

/** What was, is or will be sent, the latest first. */
export const GET = route(
  { permission: 'webhooks:read', summary: 'List deliveries', answer: deliveryPage, query: deliveryListQuery },
  async ({ db, query }) => json(await listDeliveries(db, query)),
)
