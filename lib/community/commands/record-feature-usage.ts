import { sql } from 'kysely'
import { z } from 'zod'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { touch } from '@/lib/metrics/commands/touch'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { ensureOrigin, storeMembers } from '../entities'
import { ensureErasedMembers } from '../erased'
import { FEATURE_USES } from '../relations'

/** One use of a feature; without a member it counts for the feature alone. */
export const featureUse = z.object({
  id: z.string().min(1).max(200),
  at: z.date(),
  memberId: z.string().min(1).max(200).optional(),
  feature: z.string().min(1).max(80),
})
export type FeatureUse = z.output<typeof featureUse>

interface StoredUse {
  at: Date
  member_id: number | null
  feature: string
}

/** Brings uses of features into the mirror, all or none, idempotent by (origin, id). Answers how many were new. */
export async function recordFeatureUsage(
  db: Db,
  actor: Actor,
  { origin, uses }: { origin: string; uses: readonly FeatureUse[] },
): Promise<number> {
  requirePermission(actor, 'imports:write')
  if (uses.length === 0) return 0
  const originId = await ensureOrigin(db, origin)
  return inTransaction(db, async (trx) => {
    const ids = uses.flatMap(({ memberId }) => memberId ?? [])
    const erased = await ensureErasedMembers(trx, originId, ids)
    const known = uses.map(({ memberId, ...use }) => ({
      ...use,
      memberId: memberId && (erased.get(memberId) ?? memberId),
    }))
    const given = sql`jsonb_to_recordset(${JSON.stringify(known)}::jsonb) as given (id text, at timestamptz, "memberId" text, feature text)`
    await storeMembers(
      trx,
      originId,
      sql`select distinct "memberId" as external_id, null::text as name from ${given} where "memberId" is not null`,
    )
    const { rows } = await sql<StoredUse>`
      insert into feature_usage (origin_id, external_id, at, member_id, feature)
      select ${originId}, given.id, given.at, member.id, given.feature from ${given}
      left join member on member.origin_id = ${originId} and member.external_id = given."memberId" order by given.id
      on conflict (origin_id, external_id) do nothing returning at, member_id, feature`.execute(trx)
    await touch(
      trx,
      FEATURE_USES,
      rows.map(({ at, member_id, feature }) => ({ at, memberId: member_id, labels: { feature } })),
    )
    return rows.length
  })
}
