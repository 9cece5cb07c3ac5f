import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { decodeCursor, type Page, toPage } from '@/lib/core/db/keyset'
import type { ReadDb } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import { instantInput } from '@/lib/core/time/instants'
import { type Actor, actorRef } from '@/lib/staff/actor'
import type { AppealListQuery, AppealView } from '../schema/appeals'
import { caseAccessOf } from './list-cases'

interface AppealRow {
  id: string
  status: AppealView['status']
  text: string
  member_id: number
  external_id: string
  member_name: string | null
  received_by: string
  receiver: string | null
  created_at: Date
  ruler: string | null
  ruled_at: Date | null
  ruling_reason: string | null
  reversal_id: string | null
  item_type: AppealView['item']['type']
  item_id: string
  content: AppealView['item']['content']
  decision_id: string
  case_id: number
  policy_id: string | null
  reason: string
  decider: string | null
  decided_at: Date
  is_own: boolean
  is_reversed: boolean
  actions: AppealView['decision']['actions'] | null
}

const cursor = z.tuple([instantInput, z.uuid()])

/** Appeals about cases of the queues that somebody may work, newest first. */
export async function listAppeals(
  db: ReadDb,
  actor: Actor,
  { status, limit, after }: AppealListQuery,
): Promise<Page<AppealView>> {
  const conditions: RawBuilder<unknown>[] = [caseAccessOf(actor)]
  if (status !== undefined) conditions.push(sql`appeal.status = ${status}`)
  if (after !== undefined) {
    const [at, id] = decodeCursor(after, cursor)
    conditions.push(sql`(appeal.created_at, appeal.id) < (${at}::timestamptz, ${id}::uuid)`)
  }
  const { rows } = await sql<AppealRow>`
    ${appealColumns(actor)} where ${sql.join(conditions, sql` and `)}
    order by appeal.created_at desc, appeal.id desc limit ${limit + 1}`.execute(db)
  return toPage(rows, limit, (row) => [row.created_at.toISOString(), row.id], toAppealView)
}

/** @throws DomainError `appeal.not_found`, also for one of a queue that is not theirs */
export async function getAppeal(db: ReadDb, actor: Actor, id: string): Promise<AppealView> {
  const { rows } = await sql<AppealRow>`
    ${appealColumns(actor)} where appeal.id = ${id} and ${caseAccessOf(actor)}`.execute(db)
  const row = rows[0]
  if (!row) throw notFound('appeal', id)
  return toAppealView(row)
}

const appealColumns = (actor: Actor) => sql`
  select appeal.id, appeal.status, appeal.text, appeal.member_id, member.external_id, member.name as member_name,
    appeal.received_by, actor_name(nullif(appeal.received_by, 'link')) as receiver, appeal.created_at,
    actor_name(appeal.ruled_by) as ruler, appeal.ruled_at, appeal.reason as ruling_reason, appeal.reversal_id,
    self.item_type, self.item_id, self.content, decision.id as decision_id, decision.case_id, decision.policy_id,
    decision.reason, actor_name(decision.decided_by) as decider, decision.decided_at,
    actor_person(decision.decided_by) = actor_person(${actorRef(actor)}) as is_own,
    exists (select from moderation_decision as later where later.reverses_id = decision.id) as is_reversed,
    (select jsonb_agg(jsonb_build_object('type', type, 'detail', detail, 'until', until, 'isReversed', reversed_by is not null)
      order by position) from moderation_action where decision_id = decision.id) as actions
  from appeal
  join member on member.id = appeal.member_id
  join moderation_decision as decision on decision.id = appeal.decision_id
  join moderation_case as self on self.id = decision.case_id`

const toAppealView = (row: AppealRow): AppealView => ({
  id: row.id,
  status: row.status,
  text: row.text,
  member: { id: row.member_id, externalId: row.external_id, name: row.member_name },
  receivedBy: row.received_by === 'link' ? null : (row.receiver ?? 'Someone'),
  createdAt: row.created_at.toISOString(),
  item: { type: row.item_type, id: row.item_id, content: row.content },
  decision: {
    id: row.decision_id,
    caseId: row.case_id,
    actor: row.decider ?? 'Someone',
    at: row.decided_at.toISOString(),
    policyId: row.policy_id,
    reason: row.reason,
    actions: row.actions ?? [],
    isReversed: row.is_reversed,
    isOwn: row.is_own,
  },
  ruling:
    row.ruled_at === null
      ? null
      : {
          actor: row.ruler ?? 'Someone',
          reason: row.ruling_reason ?? '',
          at: row.ruled_at.toISOString(),
          reversalId: row.reversal_id,
        },
})
