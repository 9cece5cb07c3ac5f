import { containing } from '@/lib/core/db/like'
import type { ReadDb } from '@/lib/core/db/types'
import type { FoundItem } from '@/lib/domain'
import type { Actor } from '@/lib/staff/actor'
import { canWorkQueue } from './queue-access'

interface Search {
  text: string
  limit: number
}

/** A case by its number, in the queues that the caller may work. */
export async function findCase(db: ReadDb, actor: Actor, { text }: Search): Promise<FoundItem[]> {
  const [, digits] = /^(?:case\s*)?#?(\d{1,15})$/i.exec(text) ?? []
  if (!digits) return []
  const row = await db
    .selectFrom('moderation_case')
    .innerJoin('moderation_queue', 'moderation_queue.id', 'moderation_case.queue_id')
    .select([
      'moderation_case.id',
      'moderation_case.status',
      'moderation_case.queue_id',
      'moderation_queue.name as queue',
    ])
    .where('moderation_case.id', '=', Number(digits))
    .executeTakeFirst()
  if (!row || !(await canWorkQueue(db, actor, row.queue_id))) return []
  const { id, status, queue } = row
  return [
    {
      id: `case-${id}`,
      label: `Case ${id}`,
      hint: `${status.charAt(0).toUpperCase()}${status.slice(1)}, ${queue}`,
      href: `/moderation?status=${status}&case=${id}`,
    },
  ]
}

/** Automatic rules by name. */
export async function findRules(db: ReadDb, _actor: Actor, { text, limit }: Search): Promise<FoundItem[]> {
  const rows = await db
    .selectFrom('moderation_rule')
    .select(['id', 'name', 'mode'])
    .where('archived_at', 'is', null)
    .where('name', 'ilike', containing(text))
    .orderBy('name')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id, name, mode }) => ({
    id: `rule-${id}`,
    label: name,
    hint: `Rule, ${mode}`,
    href: `/moderation/rules/${id}`,
  }))
}

/** Policies by name. */
export async function findPolicies(db: ReadDb, _actor: Actor, { text, limit }: Search): Promise<FoundItem[]> {
  const rows = await db
    .selectFrom('policy')
    .select(['id', 'name'])
    .where('archived_at', 'is', null)
    .where('name', 'ilike', containing(text))
    .orderBy('name')
    .limit(limit)
    .execute()
  return rows.map(({ id, name }) => ({ id: `policy-${id}`, label: name, hint: 'Policy', href: '/moderation/policies' }))
}
