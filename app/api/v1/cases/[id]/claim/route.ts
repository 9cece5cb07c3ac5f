import { json, noContent } from '@/lib/core/http/route'
import { releaseClaim, renewClaim } from '@/lib/moderation/commands/claim-case'
import { getClaim } from '@/lib/moderation/queries/get-claim'
import { caseParams, claimView, tokenBody } from '@/lib/moderation/schema/cases'
import { route } from '@/lib/staff/access'

/** Keeps the claim for ten more minutes, and says what there is now. */
export const PUT = route(
  { permission: 'cases:write', summary: 'Renew a claim', answer: claimView, params: caseParams, body: tokenBody },
  async ({ db, actor, params, body }) =>
    json(await getClaim(db, actor, await renewClaim(db, actor, { caseId: params.id, token: body.claimToken }))),
)

export const DELETE = route(
  { permission: 'cases:write', summary: 'Release a claim', answer: null, params: caseParams, body: tokenBody },
  async ({ db, actor, params, body }) => {
    await releaseClaim(db, actor, { caseId: params.id, token: body.claimToken })
    return noContent()
  },
)
