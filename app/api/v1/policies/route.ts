import { idempotent } from '@/lib/core/http/idempotency'
import { json } from '@/lib/core/http/route'
import { addPolicy } from '@/lib/moderation/commands/manage-policies'
import { listPolicies } from '@/lib/moderation/queries/list-policies'
import { policyBody, policyPage, policyView } from '@/lib/moderation/schema/policies'
import { route } from '@/lib/staff/access'
import { actorRef } from '@/lib/staff/actor'

export const GET = route(
  { permission: 'policies:read', summary: 'List policies', answer: policyPage },
  async ({ db }) => json(await listPolicies(db)),
)

export const POST = route(
  {
    permission: 'policies:write',
    summary: 'Add a policy',
    answer: { 201: policyView },
    isIdempotent: true,
    body: policyBody,
  },
  async ({ db, actor, body, request }) =>
    idempotent(db, { actor: actorRef(actor), request, body }, async (writer) => ({
      status: 201,
      body: await addPolicy(writer, actor, body),
    })),
)
