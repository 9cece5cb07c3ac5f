import type { ReadDb } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import { DOMAINS } from '@/lib/domains'
import { type Actor, isAllowed } from '@/lib/staff/actor'
import type { MemberPartsView } from '../schema'

const PARTS = DOMAINS.flatMap(({ memberParts = [] }) => memberParts)

/** What changes a member's pane. */
export const MEMBER_TOPICS = [...new Set(PARTS.flatMap(({ topics }) => topics))]

/** What each domain that the caller may read knows of a member. @throws DomainError `member.not_found` */
export async function getMemberParts(db: ReadDb, actor: Actor, memberId: number): Promise<MemberPartsView> {
  const member = await db.selectFrom('member').select('id').where('id', '=', memberId).executeTakeFirst()
  if (!member) throw notFound('member', String(memberId))
  const parts = await Promise.all(
    PARTS.filter(({ permission }) => isAllowed(actor, permission)).map(async ({ title, load }) => {
      const find = await load()
      return { title, facts: await find(db, actor, memberId) }
    }),
  )
  return { parts: parts.filter(({ facts }) => facts.length > 0) }
}
