import { json, noContent } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'
import { deleteEndpoint, updateEndpoint } from '@/lib/webhooks/commands/change-endpoint'
import { getEndpoint } from '@/lib/webhooks/queries/endpoints'
import { updateWebhookBody } from '@/lib/webhooks/requests'
import { webhookParams, webhookView } from '@/lib/webhooks/schema'

export const GET = route(
  { permission: 'webhooks:read', summary: 'Get a webhook', answer: webhookView, params: webhookParams },
  async ({ db, params }) => json(await getEndpoint(db, params.id)),
)

/** Changes what is named; `version` has to be the one that was read, else 409. */
export const PATCH = route(
  {
    permission: 'webhooks:write',
    summary: 'Change a webhook',
    answer: webhookView,
    params: webhookParams,
    body: updateWebhookBody,
  },
  async ({ db, actor, params, body }) => json(await updateEndpoint(db, actor, { ...body, id: params.id })),
)

export const DELETE = route(
  { permission: 'webhooks:write', summary: 'Delete a webhook', answer: null, params: webhookParams },
  async ({ db, actor, params }) => {
    await deleteEndpoint(db, actor, params.id)
    return noContent()
  },
)
