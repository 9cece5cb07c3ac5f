import type { ReadDb } from '@/lib/core/db/types'
import type { MemberFact } from '@/lib/domain'
import type { Actor } from '@/lib/staff/actor'

/** The accounts of a member known by the same id in several sources; the pane itself shows a single one. */
export async function listAccounts(db: ReadDb, _actor: Actor, memberId: number): Promise<MemberFact[]> {
  const rows = await db
    .selectFrom('member as opened')
    .innerJoin('member', 'member.external_id', 'opened.external_id')
    .innerJoin('origin', 'origin.id', 'member.origin_id')
    .select(['origin.name as source', 'member.name', 'member.external_id'])
    .where('opened.id', '=', memberId)
    .where('opened.erased_at', 'is', null)
    .orderBy('origin.name')
    .execute()
  if (rows.length < 2) return []
  return rows.map(({ source, name, external_id }) => ({
    label: source,
    value: { text: name ? `${name} (${external_id})` : external_id },
    href: null,
  }))
}
