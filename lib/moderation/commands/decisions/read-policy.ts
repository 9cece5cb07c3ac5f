import type { Trx } from '@/lib/core/db/types'
import { invalid } from '@/lib/core/errors'

/** What a decision needs to know of the policy that it names. */
export interface DecidedPolicy {
  id: string
  strike_points: number
  strike_days: number | null
}

/** A policy that is in use; an archived one is named by nothing new. @throws DomainError `policy.unknown` (invalid) */
export async function readPolicy(trx: Trx, id: string): Promise<DecidedPolicy> {
  const row = await trx
    .selectFrom('policy')
    .select(['id', 'strike_points', 'strike_days'])
    .where('id', '=', id)
    .where('archived_at', 'is', null)
    .executeTakeFirst()
  if (!row) throw invalid('policyId', `Policy ${id} doesn’t exist.`, 'policy.unknown')
  return row
}
