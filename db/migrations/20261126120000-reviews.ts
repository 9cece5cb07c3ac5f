import { type Kysely, sql } from 'kysely'

/** Blind second reviews of a sample of the decisions, and what the figures of moderation need to be read from ranges. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await addReviews(db)
  await keepOpenings(db)
  await addSample(db)
  const indexes = [
    // Escalations decide nothing, and stand alone in their decisions.
    `moderation_action_escalation on moderation_action (decision_id) where type = 'escalate'`,
    'moderation_decision_reversal on moderation_decision (decided_at) where reverses_id is not null',
    `moderation_case_waiting on moderation_case (queue_id, opened_at) include (status, due_at)
      where status in ('open', 'escalated')`,
    'appeal_ruled on appeal (ruled_at) where ruled_at is not null',
  ]
  for (const index of indexes) await sql.raw(`create index ${index}`).execute(db)
}

async function addReviews(db: Kysely<unknown>): Promise<void> {
  await sql`create table second_review (
    decision_id uuid primary key references moderation_decision,
    policy_id uuid references policy,
    reason text not null default '',
    reviewed_by text not null,
    reviewed_at timestamptz not null default date_trunc('milliseconds', clock_timestamp())
  )`.execute(db)
  await sql`comment on table second_review is 'append-only'`.execute(db)
  await sql`comment on column second_review.policy_id is 'the policy that is broken; null: none is'`.execute(db)
  await sql`create index second_review_time on second_review (reviewed_at desc, decision_id desc)`.execute(db)
  // Nobody agrees with themselves, whatever the code above the database forgets.
  await sql`create function require_other_reviewer() returns trigger language plpgsql as $$
    begin
      if exists (select from moderation_decision where id = new.decision_id and decided_by = new.reviewed_by) then
        raise exception 'reviewed by the one who decided' using errcode = '42501', constraint = 'second_review_other';
      end if;
      return new;
    end $$`.execute(db)
  await sql`create trigger second_review_other before insert on second_review
    for each row execute function require_other_reviewer()`.execute(db)
}

/**
 * A case knows its present opening alone: those before it stand with the decisions that closed them. With its queue, a decision
 * holds all that figures ask of its case.
 */
async function keepOpenings(db: Kysely<unknown>): Promise<void> {
  await sql`alter table moderation_decision add column opened_at timestamptz, add column queue_id uuid references moderation_queue`.execute(
    db,
  )
  await sql`comment on column moderation_decision.opened_at is
    'when the opening began that it closed, kept for the figures; null for reversals and for what rules do, which close nothing'`.execute(
    db,
  )
  await sql`comment on column moderation_decision.queue_id is 'that its case lay in; null as opened_at'`.execute(db)
  await sql`update moderation_decision as decision
    set opened_at = coalesce(first_report_at, decision.decided_at), queue_id = self.queue_id from moderation_case as self
    where self.id = case_id and reverses_id is null and (decided_by <> 'system' or first_report_at is not null)`.execute(
    db,
  )
  // What was opened again by an edit had kept the decision of before, which then could not be taken back.
  await sql`update moderation_case set decision_id = null where status = 'open' and decision_id is not null`.execute(db)
}

/**
 * Where a decision falls in the sample, 0 to 9,999: of each hundred places one per cent of the decisions. It goes by the
 * decision's id and by a salt that is drawn here and that no answer holds, so that nobody can tell before or after.
 */
async function addSample(db: Kysely<unknown>): Promise<void> {
  await sql`do $do$ begin
    execute format($f$
      create function second_review_place(decision uuid) returns int language sql immutable strict parallel safe as $$
        select ((('x' || encode(substr(sha256(uuid_send(decision) || decode('%s', 'hex')), 1, 3), 'hex'))::bit(24)::int::bigint
          * 10000) >> 24)::int $$
      $f$, encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex'));
  end $do$`.execute(db)
  await sql`comment on function second_review_place is
    'place of a decision in the sample for second reviews, 0 to 9999; the salt is of this database'`.execute(db)
  await sql`create index moderation_decision_sample on moderation_decision (second_review_place(id), decided_at)
    where reverses_id is null and decided_by <> 'system'`.execute(db)
}
