import type { ReadDb } from '@/lib/core/db/types'
import type { Actor } from '@/lib/staff/actor'
import { type CaseFilterView, caseFilterQuery } from '../schema/case-tools'

/** The filters that a person keeps, by name. */
export async function listFilters(db: ReadDb, actor: Actor): Promise<{ items: CaseFilterView[] }> {
  if (actor.kind !== 'staff' || !actor.id) return { items: [] }
  const rows = await db
    .selectFrom('case_filter')
    .select(['id', 'name', 'query'])
    .where('staff_id', '=', actor.id)
    .orderBy('name')
    .orderBy('id')
    .execute()
  return { items: rows.map(({ id, name, query }) => ({ id, name, query: caseFilterQuery.parse(query) })) }
}
