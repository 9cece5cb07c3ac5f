import { pageQuery } from '@/lib/core/http/page'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'
import { createEndpoint } from '@/lib/webhooks/commands/create-endpoint'
import { listEndpoints } from '@/lib/webhooks/queries/endpoints'
import { createWebhookBody } from '@/lib/webhooks/requests'
import { webhookPage, webhookWithSecret } from '@/lib/webhooks/schema'

export const GET = route(
  { permission: 'webhooks:read', summary: 'List webhooks', answer: webhookPage, query: pageQuery },
  async ({ db, query }) => json(await listEndpoints(db, query)),
)

/** The answer holds the secret, and nothing else ever does. */
export const POST = route(
  {
    permission: 'webhooks:write',
    summary: 'Add a webhook',
    answer: { 201: webhookWithSecret },
    body: createWebhookBody,
  },
  async ({ db, actor, body }) => {
    const created = await createEndpoint(db, actor, body)
    return json(created, 201, { Location: `/api/v1/webhooks/${created.id}` })
  },
)
