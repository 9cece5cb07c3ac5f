import { sql } from 'kysely'
import { z } from 'zod'
import type { ReadDb } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import type { Actor } from '@/lib/staff/actor'
import { currentSanctionsOf } from '../rules/actions'
import type { RecordView } from '../schema/records'
import { caseAccessOf } from './list-cases'

const SHOWN_MAX = 200
const LATEST_CASES = 20
const TEXT_MAX = 140

/**
 * A member's record: strikes, newest first, the points that count now, what the member may not do at present, and the step of the
 * ladder that each policy's strike would reach, and their latest cases. Of strikes from queues that are not the reader's it tells the
 * points alone: they count for what a decision brings.
 * @throws DomainError `member.not_found`
 */
export async function getRecord(
  db: ReadDb,
  actor: Actor,
  memberId: number,
  now: Date = new Date(),
): Promise<RecordView> {
  const member = await db
    .selectFrom('member')
    .select(['id', 'external_id', 'name', 'joined_at', 'left_at', 'last_active_at'])
    .where('id', '=', memberId)
    .executeTakeFirst()
  if (!member) throw notFound('member', String(memberId))
  const [strikes, actions, steps, counts, latestCases] = await Promise.all([
    readStrikes(db, actor, memberId, now),
    readActions(db, memberId),
    readSteps(db, memberId, now),
    countCases(db, actor, memberId),
    readLatestCases(db, actor, memberId),
  ])
  const standing = currentSanctionsOf(actions, now)
  return {
    member: {
      id: member.id,
      externalId: member.external_id,
      name: member.name,
      joinedAt: member.joined_at?.toISOString() ?? null,
      leftAt: member.left_at?.toISOString() ?? null,
      lastActiveAt: member.last_active_at?.toISOString() ?? null,
    },
    points: strikes.filter(({ isActive }) => isActive).reduce((sum, { points }) => sum + points, 0),
    strikes,
    standing: {
      mutedUntil: standing.mutedUntil?.toISOString() ?? null,
      suspendedUntil: standing.suspendedUntil?.toISOString() ?? null,
      isBanned: standing.isBanned,
    },
    ladder: steps,
    ...counts,
    latestCases,
  }
}

async function readStrikes(db: ReadDb, actor: Actor, memberId: number, now: Date): Promise<RecordView['strikes']> {
  const { rows } = await sql<{
    id: string
    decision_id: string
    case_id: number
    policy: string
    points: number
    given_at: Date
    expires_at: Date | null
    is_voided: boolean
    is_reachable: boolean
  }>`
    select strike.id, strike.decision_id, decision.case_id, policy.name as policy, strike.points, strike.given_at,
      strike.expires_at, strike.voided_by is not null as is_voided, ${caseAccessOf(actor)} as is_reachable
    from strike join policy on policy.id = strike.policy_id join moderation_decision as decision on decision.id = strike.decision_id
    join moderation_case as self on self.id = decision.case_id
    where strike.member_id = ${memberId} order by strike.given_at desc, strike.id limit ${sql.lit(SHOWN_MAX)}`.execute(
    db,
  )
  return rows.map((row) => ({
    id: row.id,
    ...(row.is_reachable
      ? { decisionId: row.decision_id, caseId: row.case_id, policy: row.policy }
      : { decisionId: null, caseId: null, policy: null }),
    points: row.points,
    givenAt: row.given_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    isVoided: row.is_voided,
    isActive: !row.is_voided && (row.expires_at === null || row.expires_at > now),
  }))
}

type ActionRow = Parameters<typeof currentSanctionsOf>[0][number]

async function readActions(db: ReadDb, memberId: number): Promise<ActionRow[]> {
  const { rows } = await sql<ActionRow>`
    select type, until, reversed_by is not null as "isReversed" from moderation_action
    where member_id = ${memberId} order by made_at, position`.execute(db)
  return rows
}

const stepShape = z.enum(['warn', 'mute', 'suspend', 'ban'])

/** Each step with the points that count for it now. */
async function readSteps(db: ReadDb, memberId: number, now: Date): Promise<RecordView['ladder']> {
  const { rows } = await sql<{
    points: number
    days: number
    action: string
    minutes: number | null
    is_applied: boolean
    counted: number
  }>`
    select step.points, step.days, step.action, step.minutes, step.is_applied, coalesce((
      select sum(strike.points) from strike
      where member_id = ${memberId} and voided_by is null and (expires_at is null or expires_at > ${now}::timestamptz)
        and given_at > ${now}::timestamptz - step.days * interval '1 day'
    ), 0)::int as counted
    from ladder_step as step order by step.points`.execute(db)
  return rows.map((row) => ({
    points: row.points,
    days: row.days,
    action: stepShape.parse(row.action),
    minutes: row.minutes,
    isApplied: row.is_applied,
    counted: row.counted,
  }))
}

async function countCases(
  db: ReadDb,
  actor: Actor,
  memberId: number,
): Promise<Pick<RecordView, 'cases' | 'reportsMade'>> {
  const { rows } = await sql<{ cases: number; right: number; wrong: number }>`
    select (select count(*)::int from moderation_case as self where member_id = ${memberId} and ${caseAccessOf(actor)}) as cases,
      coalesce((select "right" from reporter_accuracy where member_id = ${memberId}), 0) as "right",
      coalesce((select wrong from reporter_accuracy where member_id = ${memberId}), 0) as wrong`.execute(db)
  const { cases = 0, right = 0, wrong = 0 } = rows[0] ?? {}
  return { cases, reportsMade: { right, wrong } }
}

interface LatestCaseRow extends Omit<RecordView['latestCases'][0], 'openedAt' | 'decidedAt' | 'actions'> {
  opened_at: Date
  decided_at: Date | null
  actions: string[] | null
}

async function readLatestCases(db: ReadDb, actor: Actor, memberId: number): Promise<RecordView['latestCases']> {
  const { rows } = await sql<LatestCaseRow>`
    select self.id, self.item_type as "itemType", left(coalesce(self.content ->> 'text', self.content ->> 'name'), ${TEXT_MAX}::int) as text,
      self.status, self.opened_at, self.decided_at, policy.name as policy,
      (select array_agg(type order by position) from moderation_action where decision_id = self.decision_id) as actions
    from moderation_case as self
    left join moderation_decision as decision on decision.id = self.decision_id
    left join policy on policy.id = decision.policy_id
    where self.member_id = ${memberId} and ${caseAccessOf(actor)}
    order by self.opened_at desc, self.id desc limit ${sql.lit(LATEST_CASES)}`.execute(db)
  return rows.map(({ opened_at: openedAt, decided_at: decidedAt, actions, ...row }) => ({
    ...row,
    openedAt: openedAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
    actions: actions ?? [],
  }))
}
