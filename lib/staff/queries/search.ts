import { containing } from '@/lib/core/db/like'
import type { ReadDb } from '@/lib/core/db/types'
import type { FoundItem } from '@/lib/domain'
import type { Actor } from '../actor'

/** Staff by name or e-mail address. */
export async function findStaff(
  db: ReadDb,
  _actor: Actor,
  { text, limit }: { text: string; limit: number },
): Promise<FoundItem[]> {
  const rows = await db
    .selectFrom('staff')
    .select(['id', 'name', 'email', 'role'])
    .where((row) => row.or([row('name', 'ilike', containing(text)), row('email', 'ilike', containing(text))]))
    .orderBy('name')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id, name, email, role }) => ({
    id: `staff-${id}`,
    label: name,
    hint: `${role.charAt(0).toUpperCase()}${role.slice(1)}, ${email}`,
    href: '/operations/staff',
  }))
}
