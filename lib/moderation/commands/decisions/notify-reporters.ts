import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import type { NewEventOf } from '@/lib/core/events/contract'
import { emit } from '@/lib/domain-events/emit'
import { UNDO_MS } from '../../rules/undo'
import { fillTemplate } from '../../schema/template'
import { type NotifiedDecision, readNotifiedDecision } from './read-notified-decision'

type Outcome = 'right' | 'wrong'
type OutcomeEvent = Pick<NewEventOf<'moderation.outcome'>, 'event' | 'cause' | 'payload' | 'memberIds'>

/** What each reporter whose reports a decision settled is told of it. */
export async function outcomesOf(trx: Trx, told: NotifiedDecision): Promise<OutcomeEvent[]> {
  // One person may be known under several origins.
  const { rows } = await sql<{ reporter: string; outcome: Outcome; ids: number[] }>`
    select member.external_id as reporter, report.outcome, array_agg(distinct member.id) as ids
    from moderation_report as report
    join member on member.id = report.reporter_id and member.erased_at is null
    where report.settled_by = ${told.id} group by 1, 2 order by 1, 2`.execute(trx)
  return rows.map(({ reporter, outcome, ids }) => outcomeEvent(told, { reporter, ids, outcome }))
}

interface LateReporter {
  decisionId: string
  reporterId: number
  outcome: Outcome
  decidedAt: Date
  now: Date
}

/** Tells somebody who reported after the decision what it was; not before the time in which it can be undone is over. */
export async function notifyLateReporter(
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
  const told = await readNotifiedDecision(trx, decisionId)
  const { event, ...facts } = outcomeEvent(told, { reporter: member.external_id, ids: [reporterId], outcome })
  await emit(trx, event, { subject: decisionId, at: now, notBefore, ...facts })
}

const outcomeEvent = (
  told: NotifiedDecision,
  { reporter, ids, outcome }: { reporter: string; ids: readonly number[]; outcome: Outcome },
): OutcomeEvent => ({
  event: 'moderation.outcome',
  cause: told.decided_by,
  payload: {
    decisionId: told.id,
    caseId: told.case_id,
    item: { type: told.item_type, id: told.item_id, revision: told.revision },
    policyId: told.policy_id,
    message: fillTemplate(told.reporter_template ?? '', { policy: told.policy ?? '', reason: told.reason }),
    reporter: { id: reporter },
    outcome,
  },
  memberIds: [...ids, told.member_id],
})
