import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import { type ErasurePreview, MESSAGES_COUNTED_MAX } from '../schema'

/** What erasing a member takes. @throws DomainError `member.not_found` */
export async function previewErasure(db: ReadDb, memberId: number): Promise<ErasurePreview> {
  const member = await db
    .selectFrom('member')
    .select(['id', 'name', 'external_id', 'erased_at'])
    .where('id', '=', memberId)
    .executeTakeFirst()
  if (!member) throw notFound('member', String(memberId))
  const rows = await db
    .selectFrom('member')
    .innerJoin('origin', 'origin.id', 'member.origin_id')
    .select(['member.id', 'member.name', 'origin.name as source'])
    .where('member.external_id', '=', member.external_id)
    .orderBy('origin.name')
    .execute()
  const counts = await countTexts(
    db,
    rows.map(({ id }) => id),
  )
  return {
    memberId: member.id,
    name: member.name,
    externalId: member.external_id,
    erasedAt: member.erased_at?.toISOString() ?? null,
    identities: rows.map(({ name, source }) => ({ source, name })),
    ...counts,
  }
}

/** @throws DomainError `member.not_found` */
export async function findMemberOfPlatform(db: ReadDb, externalId: string): Promise<number> {
  const row = await db
    .selectFrom('member')
    .select('id')
    .where('external_id', '=', externalId)
    .orderBy('id')
    .executeTakeFirst()
  if (!row) throw notFound('member', externalId)
  return row.id
}

type Counts = Pick<ErasurePreview, 'messages' | 'cases' | 'reports' | 'appeals'>

async function countTexts(db: ReadDb, memberIds: readonly number[]): Promise<Counts> {
  const ids = sql`${memberIds}::bigint[]`
  const { rows } = await sql<Counts>`
    select (select count(*)::int from moderation_case where member_id = any(${ids})) as cases,
      (select count(*)::int from moderation_report where reporter_id = any(${ids})) as reports,
      (select count(*)::int from appeal where member_id = any(${ids})) as appeals,
      (select count(*)::int from (
        select from message where member_id = any(${ids}) limit ${sql.lit(MESSAGES_COUNTED_MAX)}
      ) as counted) as messages`.execute(db)
  return rows[0] ?? { messages: 0, cases: 0, reports: 0, appeals: 0 }
}
