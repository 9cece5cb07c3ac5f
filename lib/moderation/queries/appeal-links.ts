import { sql } from 'kysely'
import { hashToken } from '@/lib/core/crypto/secrets'
import type { ReadDb } from '@/lib/core/db/types'
import { conflict, DomainError } from '@/lib/core/errors'
import type { OpenAppealLink } from '../schema/appeals'

export const unknownLink = () =>
  new DomainError(
    'not_found',
    'appeal_link.unknown',
    'This link is not valid. It may have been replaced by a newer one: ask where you got it.',
  )

export const linkUsed = () =>
  conflict('appeal_link.used', 'This decision was appealed already. You are told when somebody has ruled on it.')

interface FoundLink {
  id: string
  decisionId: string
  expiresAt: Date
}

/**
 * The link of a token while an appeal can be made by it.
 * @throws DomainError `appeal_link.unknown` (not found), `appeal_link.used`, `appeal_link.expired` (conflict)
 */
export async function findOpenLink(db: ReadDb, token: string, now: Date): Promise<FoundLink> {
  const row = await db
    .selectFrom('appeal_link')
    .select(['id', 'decision_id', 'expires_at', 'used_at', 'revoked_at'])
    .where('token_hash', '=', hashToken(token))
    .executeTakeFirst()
  if (!row || row.revoked_at) throw unknownLink()
  if (row.used_at) throw linkUsed()
  if (row.expires_at < now)
    throw conflict('appeal_link.expired', 'This link has run out: a decision can be appealed for 20 days.')
  return { id: row.id, decisionId: row.decision_id, expiresAt: row.expires_at }
}

interface LinkRow {
  type: OpenAppealLink['item']['type']
  content: OpenAppealLink['item']['content']
  policy: string | null
  description: string | null
  decidedAt: Date
  isReversed: boolean
  isAppealed: boolean
  actions: OpenAppealLink['actions'] | null
}

/**
 * What a link shows: the member's own item as it was decided on, and what was done. Neither reports nor notes nor anybody of the
 * staff is read for it. Looking changes nothing.
 * @throws DomainError as findOpenLink(); `decision.reversed` (conflict)
 */
export async function lookUpAppealLink(db: ReadDb, token: string, now: Date = new Date()): Promise<OpenAppealLink> {
  const { decisionId, expiresAt } = await findOpenLink(db, token, now)
  const { rows } = await sql<LinkRow>`
    select self.item_type as type, policy.name as policy, policy.description, decision.decided_at as "decidedAt",
      coalesce((
        select content from moderation_evidence where case_id = self.id and revision = decision.revision order by id desc limit 1
      ), self.content) as content,
      exists (select from moderation_decision where reverses_id = decision.id) as "isReversed",
      exists (select from appeal where decision_id = decision.id) as "isAppealed",
      (select jsonb_agg(jsonb_build_object('type', type, 'until', until) order by position)
        from moderation_action where decision_id = decision.id) as actions
    from moderation_decision as decision
    join moderation_case as self on self.id = decision.case_id
    left join policy on policy.id = decision.policy_id
    where decision.id = ${decisionId}`.execute(db)
  const row = rows[0]
  if (!row) throw unknownLink()
  if (row.isAppealed) throw linkUsed()
  if (row.isReversed)
    throw conflict('decision.reversed', 'This decision was taken back in the meantime: there is nothing to appeal.')
  const { type, content } = row
  return {
    item: {
      type,
      content: { text: content.text, url: content.url, name: content.name, createdAt: content.createdAt },
    },
    actions: row.actions ?? [],
    policy: row.policy === null ? null : { name: row.policy, description: row.description ?? '' },
    decidedAt: row.decidedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }
}
