import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { getSettings } from '@/lib/settings/queries'
import { type Actor, actorRef } from '@/lib/staff/actor'
import { REVIEW_DAYS, sampleEnd } from '../../rules/second-reviews'
import type { Rotation } from '../../schema/queues'
import type { NextReview, NextReviewInput } from '../../schema/second-reviews'
import { caseAccessOf } from '../list-cases'
import { findCooldowns } from '../rotation'
import { readTask } from './read-task'

/** Those longest waiting among which each reviewer has an order of their own, so that two rarely read the same one. */
const SPREAD = 20

/**
 * The next decision for somebody's second look, and how many wait: of the sample, within the last 30 days, standing, not reviewed
 * yet, of cases of which something is kept, in the queues that they work and don't rest from, and in which they have decided nothing
 * themselves, not even on the appeal.
 */
export async function nextReview(
  db: ReadDb,
  actor: Actor,
  { queue, prefer, skip }: NextReviewInput,
  now: Date = new Date(),
): Promise<NextReview> {
  const [{ secondReviewShare: share }, rests] = await Promise.all([getSettings(db), readRests(db, actor, now)])
  const person = sql`actor_person(${actorRef(actor)})`
  const { rows } = await sql<{ waiting: number; id: string | null }>`
    with waiting as materialized (
      select decision.id, decision.decided_at from moderation_decision as decision
      join moderation_case as self on self.id = decision.case_id
      where second_review_place(decision.id) < ${sampleEnd(share)} and decision.reverses_id is null
        and decision.decided_by <> 'system' and decision.decided_at <= ${now}::timestamptz
        and decision.decided_at > ${now}::timestamptz - ${REVIEW_DAYS} * interval '1 day'
        and not exists (select from second_review where decision_id = decision.id)
        and not exists (select from moderation_decision as back where back.reverses_id = decision.id)
        and not exists (
          select from moderation_decision as own where own.case_id = decision.case_id and actor_person(own.decided_by) = ${person}
        )
        and not exists (select from appeal where decision_id = decision.id and actor_person(ruled_by) = ${person})
        and not exists (select from moderation_action where decision_id = decision.id and type = 'escalate')
        and self.has_evidence and self.queue_id <> all(${rests}::uuid[]) and ${caseAccessOf(actor)}
        and (${queue ?? null}::uuid is null or self.queue_id = ${queue ?? null})
    ),
    longest as (
      select id from waiting where id <> all(${skip}::uuid[]) order by decided_at, id limit ${sql.lit(SPREAD)}
    )
    select (select count(*)::int from waiting) as waiting, coalesce(
      (select id from waiting where id = ${prefer ?? null}::uuid and id <> all(${skip}::uuid[])),
      (select id from longest order by md5(id::text || ${actorRef(actor)}) limit 1)
    ) as id`.execute(db)
  const { waiting = 0, id = null } = rows[0] ?? {}
  return { review: id === null ? null : await readTask(db, id), waiting, share }
}

/** The queues from which somebody rests. */
async function readRests(db: ReadDb, actor: Actor, now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string; rotation: Rotation | null }>`
    select id, rotation from moderation_queue where rotation is not null`.execute(db)
  return [...(await findCooldowns(db, actor, rows, now)).keys()]
}
