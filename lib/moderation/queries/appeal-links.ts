import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { conflict } from '@/lib/core/errors'
import { checkLink } from '@/lib/core/links/check-link'
import { linkError } from '@/lib/core/links/purpose'
import { appealLinks } from '../links'
import type { OpenAppealLink } from '../schema/appeals'

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
 * @param at another instant than the database's now
 * @throws DomainError `appeal_link.unknown` (not found), `appeal_link.used`, `appeal_link.expired`, `decision.reversed` (conflict)
 */
export async function lookUpAppealLink(db: ReadDb, token: string, at?: Date): Promise<OpenAppealLink> {
  const { subjectId: decisionId, expiresAt } = await checkLink(db, appealLinks, token, { at })
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
  if (!row) throw linkError(appealLinks, 'unknown')
  if (row.isAppealed) throw linkError(appealLinks, 'used')
  if (row.isReversed) throw conflict('decision.reversed', 'This decision was reversed, so there’s nothing to appeal.')
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
