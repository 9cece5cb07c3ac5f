import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { type QueuedEvent, queueDeliveries } from '@/lib/webhooks/commands/queue-deliveries'
import { UNDO_MS } from '../../rules/undo'
import { fillTemplate } from '../../schema/template'
import { readDecision, type Told } from './read-told'

/** What each reporter whose reports a decision settled is told of it. */
export async function outcomesOf(trx: Trx, told: Told): Promise<Pick<QueuedEvent, 'event' | 'data'>[]> {
  const { rows } = await sql<{ reporter: string; outcome: string }>`
    select distinct member.external_id as reporter, report.outcome from moderation_report as report
    join member on member.id = report.reporter_id and member.erased_at is null
    where report.settled_by = ${told.id} order by 1`.execute(trx)
  return rows.map(({ reporter, outcome }) => outcomeEvent(told, reporter, outcome))
}

interface LateReporter {
  decisionId: string
  reporterId: number
  outcome: 'right' | 'wrong'
  decidedAt: Date
  now: Date
}

/** Tells somebody who reported after the decision what it was; not before the time in which it can be undone is over. */
export async function tellLateReporter(
  trx: Trx,
  { decisionId, reporterId, outcome, decidedAt, now }: LateReporter,
): Promise<void> {
  const member = await trx
    .selectFrom('member')
    .select('external_id')
    .where('id', '=', reporterId)
    .where('erased_at', 'is', null)
    .executeTakeFirst()
  if (!member) return
  const notBefore = new Date(Math.max(now.getTime(), decidedAt.getTime() + UNDO_MS))
  const event = outcomeEvent(await readDecision(trx, decisionId), member.external_id, outcome)
  await queueDeliveries(trx, [{ subject: decisionId, at: now, notBefore, ...event }])
}

const outcomeEvent = (told: Told, reporter: string, outcome: string): Pick<QueuedEvent, 'event' | 'data'> => ({
  event: 'moderation.outcome',
  data: {
    decisionId: told.id,
    caseId: told.case_id,
    item: { type: told.item_type, id: told.item_id, revision: told.revision },
    policyId: told.policy_id,
    message: fillTemplate(told.reporter_template ?? '', { policy: told.policy ?? '', reason: told.reason }),
    reporter: { id: reporter },
    outcome,
  },
})
