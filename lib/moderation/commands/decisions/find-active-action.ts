import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { type ActiveAction, type Effect, effectTrait, type LastNotification } from '../../rules/effects'

/** What an aspect is an aspect of: the item of a case, or its author in all of theirs. */
export interface EffectTarget {
  caseId: number
  memberId: number | null
}

/** The action that stands of an aspect, with its end as it is told, in seconds; of several that end the one that ends last. */
export async function findActiveAction(
  trx: Trx,
  aspect: Effect,
  { caseId, memberId }: EffectTarget,
  now: Date,
): Promise<ActiveAction | null> {
  const { target, sets } = effectTrait(aspect)
  if (target === 'item') {
    const { rows } = await sql<ActiveAction>`
      select decision_id as "decisionId", type, date_trunc('second', until) as until from moderation_action
      where case_id = ${caseId} and type in ('keep', 'hide', 'remove', 'restore') and reversed_by is null
      order by made_at desc, position desc limit 1`.execute(trx)
    return rows.find(({ type }) => sets.includes(type)) ?? null
  }
  if (memberId === null) return null
  // Decisions about one author in several cases wait for each other here: each has to see what the other one leaves standing.
  await sql`select from member where id = ${memberId} for no key update`.execute(trx)
  const { rows } = await sql<ActiveAction>`
    select decision_id as "decisionId", type, date_trunc('second', until) as until from moderation_action
    where member_id = ${memberId} and type = any(${sets}::text[]) and reversed_by is null
      and (type = 'ban' or until > ${now}::timestamptz)
    order by until desc nulls first, made_at desc limit 1`.execute(trx)
  return rows[0] ?? null
}

/** What the platform was told last of an aspect, as far as it may have arrived or still will. */
export async function findLastNotification(
  trx: Trx,
  aspect: Effect,
  place: EffectTarget,
): Promise<LastNotification | null> {
  const { sets, clears } = effectTrait(aspect)
  const { rows } = await sql<LastNotification>`
    select delivery.subject, delivery.origin, delivery.kind, delivery.until, delivery.next_at as "dueAt",
      delivery.tried_at is not null as "isTried"
    from moderation_decision as decision join webhook_delivery as delivery on delivery.subject = decision.id::text
    where decision.case_id in (${casesOf(aspect, place)}) and delivery.event = 'moderation.action'
      and delivery.kind = any(${[...sets, clears]}::text[])
      and (delivery.state <> 'cancelled' or delivery.tried_at is not null)
    order by delivery.number desc limit 1`.execute(trx)
  return rows[0] ?? null
}

const casesOf = (aspect: Effect, { caseId, memberId }: EffectTarget): RawBuilder<unknown> =>
  effectTrait(aspect).target === 'item'
    ? sql`${caseId}`
    : sql`select case_id from moderation_action where member_id = ${memberId} and type = any(${effectTrait(aspect).sets}::text[])`
