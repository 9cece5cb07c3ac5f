import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import type { LockedCase } from '../claim-case'
import type { DecidedPolicy } from './read-policy'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

interface StrikeOptions {
  found: LockedCase
  decisionId: string
  policy: DecidedPolicy
  now: Date
}

/**
 * Leaves a strike on the record of the item's author, and applies the steps of the ladder that it reaches and that are set to
 * apply by themselves. The member's row is locked first: two decisions at once would else both count without the other's strike.
 */
export async function addStrike(trx: Trx, { found, decisionId, policy, now }: StrikeOptions): Promise<void> {
  if (found.memberId === null || policy.strike_points === 0) return
  await sql`select from member where id = ${found.memberId} for update`.execute(trx)
  await trx
    .insertInto('strike')
    .values({
      member_id: found.memberId,
      decision_id: decisionId,
      policy_id: policy.id,
      points: policy.strike_points,
      given_at: now,
      expires_at: policy.strike_days === null ? null : new Date(now.getTime() + policy.strike_days * DAY_MS),
    })
    .execute()
  await applySteps(trx, found, decisionId, now)
}

/** The highest step reached, where it applies by itself and the decision has no such action already. */
async function applySteps(trx: Trx, found: LockedCase, decisionId: string, now: Date): Promise<void> {
  const { rows } = await sql<{
    action: 'warn' | 'mute' | 'suspend' | 'ban'
    minutes: number | null
    points: number
    days: number
  }>`
    select step.action, step.minutes, step.points, step.days from ladder_step as step
    where step.points <= (
      select coalesce(sum(points), 0) from strike
      where member_id = ${found.memberId} and voided_by is null and (expires_at is null or expires_at > ${now}::timestamptz)
        and given_at > ${now}::timestamptz - step.days * interval '1 day'
    )
    order by step.points desc limit 1`.execute(trx)
  const step = rows[0]
  if (!step) return
  await sql`
    insert into moderation_action (decision_id, position, type, detail, case_id, member_id, ladder_days, until)
    select ${decisionId}, 1 + max(position), ${step.action}, ${JSON.stringify({ type: step.action, ladder: step.points })}::jsonb,
      ${found.id}, ${found.memberId}, ${step.days}::int, ${step.minutes === null ? null : new Date(now.getTime() + step.minutes * MINUTE_MS)}
    from moderation_action where decision_id = ${decisionId}
    having bool_and(type <> ${step.action}) and (select is_applied from ladder_step where points = ${step.points})`.execute(
    trx,
  )
}
