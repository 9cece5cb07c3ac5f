import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'
import { rollSecret } from '@/lib/webhooks/commands/roll-secret'
import { webhookParams, webhookWithSecret } from '@/lib/webhooks/schema'

/** A new secret, in this answer alone; the one before it signs for 24 hours more. */
export const POST = route(
  {
    permission: 'secrets:write',
    summary: 'Roll the secret of a webhook',
    answer: { 201: webhookWithSecret },
    params: webhookParams,
  },
  async ({ db, actor, params }) => json(await rollSecret(db, actor, params.id), 201),
)
