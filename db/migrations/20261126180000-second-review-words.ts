import { type Kysely, sql } from 'kysely'

/** What was said of an erased member in a second review goes with what was said in the decision. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create or replace function erase_decision_words(erased_member_id bigint) returns int
    language plpgsql security definer set search_path = pg_catalog, public as $$
    declare
      erased int;
    begin
      if not exists (select from member where id = erased_member_id and erased_at is not null) then
        raise exception 'member % is not erased', erased_member_id;
      end if;
      update second_review set reason = ''
      from moderation_decision as decision join moderation_case as self on self.id = decision.case_id
      where self.member_id = erased_member_id and second_review.decision_id = decision.id and second_review.reason <> '';
      update moderation_decision set reason = '', note = ''
      where case_id in (select id from moderation_case where member_id = erased_member_id) and (reason <> '' or note <> '');
      get diagnostics erased = row_count;
      return erased;
    end $$`.execute(db)
  await sql`comment on function erase_decision_words is
    'the one way to change a decision or a second review: what was said of an erased member goes'`.execute(db)
}
