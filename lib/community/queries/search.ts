import { sql } from 'kysely'
import { containing } from '@/lib/core/db/like'
import type { ReadDb } from '@/lib/core/db/types'
import type { FoundItem } from '@/lib/domain'
import type { Actor } from '@/lib/staff/actor'

interface Search {
  text: string
  limit: number
}

/** Members by name or the platform's id, those who were active last first. */
export async function findMembers(db: ReadDb, _actor: Actor, { text, limit }: Search): Promise<FoundItem[]> {
  const { rows } = await sql<{ id: number; name: string; externalId: string; source: string }>`
    select member.id, coalesce(member.name, member.external_id) as name, member.external_id as "externalId",
      origin.name as source
    from member join origin on origin.id = member.origin_id
    where member.erased_at is null and (member.name ilike ${containing(text)} or member.external_id = ${text})
    order by member.last_active_at desc nulls last, member.id limit ${limit}`.execute(db)
  return rows.map(({ id, name, externalId, source }) => ({
    id: `member-${id}`,
    label: name,
    hint: name === externalId ? `Member, ${source}` : `Member ${externalId}, ${source}`,
    href: `/moderation?member=${id}`,
  }))
}

/** Channels by name; their figures are on the usage page. */
export async function findChannels(db: ReadDb, _actor: Actor, { text, limit }: Search): Promise<FoundItem[]> {
  const rows = await db
    .selectFrom('channel')
    .select(['id', 'name'])
    .where('name', 'ilike', containing(text))
    .orderBy(sql`length(name)`)
    .orderBy('name')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id, name }) => ({
    id: `channel-${id}`,
    label: name,
    hint: 'Channel usage',
    href: `/usage?channel=${id}`,
  }))
}
