import { type Kysely, sql } from 'kysely'

/** Who made the key that decided is who decided, as for appeals. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create or replace function require_other_reviewer() returns trigger language plpgsql as $$
    begin
      if exists (
        select from moderation_decision where id = new.decision_id and actor_person(decided_by) = actor_person(new.reviewed_by)
      ) then
        raise exception 'reviewed by the one who decided' using errcode = '42501', constraint = 'second_review_other';
      end if;
      return new;
    end $$`.execute(db)
}
