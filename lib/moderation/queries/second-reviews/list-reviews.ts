import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { decodeCursor, type Page, toPage } from '@/lib/core/db/keyset'
import type { ReadDb } from '@/lib/core/db/types'
import { instantInput } from '@/lib/core/time/instants'
import { SANCTION_TYPES } from '../../rules/actions'
import type { ReviewListQuery, ReviewView } from '../../schema/second-reviews'

const TITLE_MAX = 140

interface ReviewRow {
  decision_id: string
  case_id: number
  content: { text?: string | null; name?: string | null; url?: string | null }
  item_type: ReviewView['itemType']
  decider: string | null
  decided_at: Date
  first: string | null
  reviewer: string | null
  reviewed_at: Date
  second: string | null
  reason: string
  is_agreed: boolean
  is_reversed: boolean
}

const cursor = z.tuple([instantInput, z.uuid()])

/** Second reviews beside the decisions that they were about, newest first. */
export async function listReviews(
  db: ReadDb,
  { limit, after, queue, isAgreed, moderator }: ReviewListQuery,
): Promise<Page<ReviewView>> {
  const conditions: RawBuilder<unknown>[] = [sql`true`]
  if (queue !== undefined) conditions.push(sql`self.queue_id = ${queue}`)
  if (moderator !== undefined) conditions.push(sql`made.decided_by = ${moderator}`)
  if (isAgreed !== undefined) conditions.push(sql`(${IS_AGREED}) = ${isAgreed}`)
  if (after !== undefined) {
    const [at, id] = decodeCursor(after, cursor)
    conditions.push(sql`(review.reviewed_at, review.decision_id) < (${at}::timestamptz, ${id}::uuid)`)
  }
  const { rows } = await sql<ReviewRow>`
    select review.decision_id, made.case_id, coalesce(seen.content, '{}') as content, self.item_type,
      actor_name(made.decided_by) as decider, made.decided_at, chosen.name as first,
      actor_name(review.reviewed_by) as reviewer, review.reviewed_at, policy.name as second, review.reason,
      ${IS_AGREED} as is_agreed,
      exists (select from moderation_decision as back where back.reverses_id = made.id) as is_reversed
    from second_review as review
    join moderation_decision as made on made.id = review.decision_id
    join moderation_case as self on self.id = made.case_id
    left join policy on policy.id = review.policy_id
    -- Asked row by row, or all actions that there are would be read for a page of these.
    left join lateral (
      select made.policy_id from moderation_action where decision_id = made.id and type = any(${SANCTION_TYPES}::text[]) limit 1
    ) as found on true
    left join policy as chosen on chosen.id = found.policy_id
    left join lateral (
      select content from moderation_evidence where case_id = made.case_id and revision = made.revision order by id desc limit 1
    ) as seen on true
    where ${sql.join(conditions, sql` and `)}
    order by review.reviewed_at desc, review.decision_id desc limit ${limit + 1}`.execute(db)
  return toPage(rows, limit, (row) => [row.reviewed_at.toISOString(), row.decision_id], toView)
}

const IS_AGREED = sql`found.policy_id is not distinct from review.policy_id`

function toView(row: ReviewRow): ReviewView {
  const title = (row.content.text ?? row.content.name ?? row.content.url ?? '').replace(/\s+/g, ' ').trim()
  return {
    decisionId: row.decision_id,
    caseId: row.case_id,
    title: title.length > TITLE_MAX ? `${title.slice(0, TITLE_MAX - 1).trimEnd()}…` : title,
    itemType: row.item_type,
    decidedBy: row.decider ?? 'Someone',
    decidedAt: row.decided_at.toISOString(),
    first: row.first,
    reviewedBy: row.reviewer ?? 'Someone',
    reviewedAt: row.reviewed_at.toISOString(),
    second: row.second,
    reason: row.reason,
    isAgreed: row.is_agreed,
    isReversed: row.is_reversed,
  }
}
