import type { Selectable } from 'kysely'
import type { Policy } from '@/lib/core/db/schema.generated'
import type { ReadDb } from '@/lib/core/db/types'
import type { DsaDetails } from '../schema/dsa-details'
import type { PolicyView } from '../schema/policies'

/** A community has tens of policies, so that one page holds them all. */
export async function listPolicies(db: ReadDb): Promise<{ items: PolicyView[]; next: null }> {
  const rows = await db.selectFrom('policy').selectAll().orderBy('position').orderBy('name').execute()
  return { items: rows.map(toPolicyView), next: null }
}

export const toPolicyView = (row: Selectable<Policy>): PolicyView => ({
  id: row.id,
  name: row.name,
  description: row.description,
  severity: row.severity,
  strikePoints: row.strike_points,
  strikeDays: row.strike_days,
  memberTemplate: row.member_template,
  reporterTemplate: row.reporter_template,
  dsa: row.dsa as DsaDetails | null,
  isArchived: row.archived_at !== null,
  version: row.version,
})
