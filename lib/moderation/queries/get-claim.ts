import type { ReadDb } from '@/lib/core/db/types'
import { type Actor, isAllowed } from '@/lib/staff/actor'
import type { Claim } from '../commands/claim-case'
import { ACTION_TYPES, actionInfo } from '../rules/actions'
import type { ClaimView } from '../schema/cases'
import { getCaseSummary } from './list-cases'

/** What who has taken a case gets: the case as it is now, the claim, and what may be done. @throws DomainError `case.not_found` */
export async function getClaim(db: ReadDb, actor: Actor, { caseId, token, expiresAt }: Claim): Promise<ClaimView> {
  const summary = await getCaseSummary(db, actor, caseId)
  const types = ACTION_TYPES.filter(
    (type) =>
      (actionInfo(type).target !== 'member' || summary.member !== null) &&
      (type !== 'escalate' || summary.status === 'open') &&
      (type !== 'restore' || summary.contentState !== 'visible'),
  )
  return {
    case: summary,
    claimToken: token,
    claimExpiresAt: expiresAt.toISOString(),
    actions: isAllowed(actor, 'cases:write')
      ? types.map((type) => ({ type, inverse: actionInfo(type).inverse, needsPolicy: actionInfo(type).isPenal }))
      : [],
  }
}
