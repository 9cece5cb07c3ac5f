import { containing } from '@/lib/core/db/like'
import type { ReadDb } from '@/lib/core/db/types'
import type { FoundItem } from '@/lib/domain'
import type { Actor } from '@/lib/staff/actor'

/** Sources by name. */
export async function findSources(
  db: ReadDb,
  _actor: Actor,
  { text, limit }: { text: string; limit: number },
): Promise<FoundItem[]> {
  const rows = await db
    .selectFrom('source')
    .select(['id', 'name', 'kind'])
    .where('deleted_at', 'is', null)
    .where('name', 'ilike', containing(text))
    .orderBy('name')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id, name, kind }) => ({
    id: `source-${id}`,
    label: name,
    hint: `Source, ${kind}`,
    href: '/operations',
  }))
}
