import { json, noContent } from '@/lib/core/http/route'
import { claimCase, claimNext } from '@/lib/moderation/commands/claim-case'
import { getClaim } from '@/lib/moderation/queries/get-claim'
import { claimBody, claimView } from '@/lib/moderation/schema/cases'
import { route } from '@/lib/staff/access'

/** Takes a case, or the next one of a queue: 204 where nothing waits in it. */
export const POST = route(
  {
    permission: 'cases:write',
    summary: 'Claim a case or the next case in a queue',
    answer: { 200: claimView, 204: null },
    body: claimBody,
  },
  async ({ db, actor, body }) => {
    const { caseId, queueId = '', isTakeOver } = body
    const claim =
      caseId === undefined
        ? await claimNext(db, actor, { queueId })
        : await claimCase(db, actor, { caseId, isTakeOver })
    return claim ? json(await getClaim(db, actor, claim)) : noContent()
  },
)
