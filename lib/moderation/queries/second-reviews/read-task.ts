import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import type { ReviewTask } from '../../schema/second-reviews'
import { mediaOfEvidence, toMediaView } from '../media'

/** So many of each. */
const SHOWN_MAX = 100

interface TaskRow {
  case_id: number
  member_id: number | null
  opening: number
  decided_at: Date
  item_type: ReviewTask['itemType']
  revision: number
  content: Partial<ReviewTask['content']> | null
  context: Pick<ReviewTask, 'before' | 'after'> | null
  media: Parameters<typeof toMediaView>[0][] | null
  channel: string | null
  author: string | null
  findings: number
  cases: number
}

/**
 * A decision as it lay before who made it. It is read by a query of its own, which looks at neither the decision's actions and
 * words nor the case's state, so that nothing of them can slip into the answer.
 */
export async function readTask(db: ReadDb, decisionId: string): Promise<ReviewTask> {
  const { rows } = await sql<TaskRow>`
    select decision.case_id, self.member_id, decision.opening, decision.decided_at, self.item_type, decision.revision,
      seen.content, seen.context, seen.media, coalesce(channel.name, self.channel_external) as channel,
      coalesce(member.name, member.external_id) as author,
      (select count(distinct rule_id)::int from rule_hit as hit where hit.case_id = decision.case_id
        and hit.opening = decision.opening and hit.mode = 'live' and hit.at <= decision.decided_at) as findings,
      (select count(*)::int from moderation_case as other where other.member_id = self.member_id
        and other.id <> self.id and other.opened_at <= decision.decided_at) as cases
    from moderation_decision as decision
    join moderation_case as self on self.id = decision.case_id
    left join channel on channel.id = self.channel_id
    left join member on member.id = self.member_id
    left join lateral (
      select content, context, ${mediaOfEvidence()} as media from moderation_evidence as evidence
      where case_id = decision.case_id and revision = decision.revision
      order by captured_at <= decision.decided_at desc, id desc limit 1
    ) as seen on true
    where decision.id = ${decisionId}`.execute(db)
  const row = rows[0]
  if (!row) throw notFound('decision', decisionId)
  const [reports, strikes, policies] = await Promise.all([
    readReports(db, row),
    readStrikes(db, row, decisionId),
    readPolicies(db, row.decided_at),
  ])
  return {
    decisionId,
    itemType: row.item_type,
    revision: row.revision,
    content: contentOf(row.content),
    media: (row.media ?? []).map(toMediaView),
    before: (row.context?.before ?? []).map(toLine),
    after: (row.context?.after ?? []).map(toLine),
    channel: row.channel,
    author: row.author,
    reports,
    findings: row.findings,
    record: { cases: row.cases, strikes },
    policies,
  }
}

const contentOf = (content: TaskRow['content']): ReviewTask['content'] => ({
  text: content?.text ?? null,
  url: content?.url ?? null,
  name: content?.name ?? null,
  createdAt: content?.createdAt ?? null,
})

/** Without the numbers by which a case of it could be found. */
const toLine = ({ text, sentAt, member }: ReviewTask['before'][0]): ReviewTask['before'][0] => ({
  text,
  sentAt,
  member,
})

/** What was reported by then; not by whom, nor what it turned out to be. */
async function readReports(db: ReadDb, row: TaskRow): Promise<ReviewTask['reports']> {
  const { rows } = await sql<ReviewTask['reports'][0]>`
    select report.reason, report.comment, policy.name as policy from moderation_report as report
    left join policy on policy.id = report.policy_id
    where report.case_id = ${row.case_id} and report.opening >= ${row.opening} and report.created_at <= ${row.decided_at}
    order by report.created_at, report.id limit ${sql.lit(SHOWN_MAX)}`.execute(db)
  return rows
}

/** Strikes from before the decision that counted then. */
async function readStrikes(db: ReadDb, row: TaskRow, decisionId: string): Promise<ReviewTask['record']['strikes']> {
  const { rows } = await sql<{ policy: string; points: number; given_at: Date }>`
    select policy.name as policy, strike.points, strike.given_at from strike join policy on policy.id = strike.policy_id
    where strike.member_id = ${row.member_id} and strike.decision_id <> ${decisionId} and strike.given_at < ${row.decided_at}
      and strike.voided_by is null and (strike.expires_at is null or strike.expires_at > ${row.decided_at})
    order by strike.given_at desc, strike.id limit ${sql.lit(SHOWN_MAX)}`.execute(db)
  return rows.map(({ policy, points, given_at: at }) => ({ policy, points, givenAt: at.toISOString() }))
}

/** The policies that could be chosen then: one that was archived since is no less the right one. */
async function readPolicies(db: ReadDb, decidedAt: Date): Promise<ReviewTask['policies']> {
  return db
    .selectFrom('policy')
    .select(['id', 'name', 'description'])
    .where((row) => row.or([row('archived_at', 'is', null), row('archived_at', '>', decidedAt)]))
    .orderBy('position')
    .orderBy('name')
    .execute()
}
