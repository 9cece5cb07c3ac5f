import { type Kysely, sql } from 'kysely'

/**
 * Erasing members, and letting go of what is old: who is erased, who wrote the lines around a reported message, which deliveries
 * are to be forgotten once they have ended, and the person behind a key.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await markErased(db)
  await nameAuthorsOfContext(db)
  await forgetDeliveries(db)
  await eraseAppendOnly(db)
  await knowPeopleBehindKeys(db)
  await closeMootAppeals(db)
  await sql`alter table moderation_case add column has_evidence boolean not null default true`.execute(db)
  await sql`comment on column moderation_case.has_evidence is
    'whether what was seen of it may still be kept; the nightly run drops it when it is old'`.execute(db)
  await sql`create index moderation_case_kept on moderation_case (decided_at) where status = 'decided' and has_evidence`.execute(
    db,
  )
  await sql`create index appeal_link_end on appeal_link (expires_at)`.execute(db)
}

async function markErased(db: Kysely<unknown>): Promise<void> {
  await sql`alter table member add column erased_at timestamptz`.execute(db)
  await sql`comment on column member.erased_at is
    'name and words are gone; external_id is a keyed hash of what it was, by which the platform''s id stays erased'`.execute(
    db,
  )
  await sql`create index member_erased on member (erased_at) where erased_at is not null`.execute(db)
}

async function nameAuthorsOfContext(db: Kysely<unknown>): Promise<void> {
  await sql`alter table moderation_evidence add column context_members bigint[] not null default '{}'`.execute(db)
  await sql`comment on column moderation_evidence.context_members is 'who wrote the lines of context: each line has its memberId'`.execute(
    db,
  )
  // Lines that were kept without an author are found again by their place in the mirror.
  for (const side of ['before', 'after'])
    await sql`
      update moderation_evidence as evidence set context = jsonb_set(context, array[${sql.lit(side)}], (
        select jsonb_agg(line || coalesce((
          select jsonb_build_object('memberId', message.member_id) from message
          where message.channel_id = self.channel_id and message.sent_at = (line ->> 'sentAt')::timestamptz
            and (message.text is null or message.text = line ->> 'text') limit 1
        ), '{}') order by place)
        from jsonb_array_elements(context -> ${sql.lit(side)}) with ordinality as each (line, place)
      ))
      from moderation_case as self
      where self.id = evidence.case_id and jsonb_array_length(context -> ${sql.lit(side)}) > 0`.execute(db)
  await sql`
    update moderation_evidence set context_members = array(
      select distinct (line ->> 'memberId')::bigint
      from jsonb_array_elements((context -> 'before') || (context -> 'after')) as line where line ? 'memberId'
    ) where context <> '{"before":[],"after":[]}'`.execute(db)
  await sql`create index moderation_evidence_context on moderation_evidence using gin (context_members)
    where context_members <> '{}'`.execute(db)
}

async function forgetDeliveries(db: Kysely<unknown>): Promise<void> {
  await sql`alter table webhook_delivery
    add column forget_when_settled boolean not null default false, add column forgotten_at timestamptz`.execute(db)
  await sql`comment on column webhook_delivery.forget_when_settled is
    'what is sent and answered is emptied as soon as it is settled: until then it is needed to be sent'`.execute(db)
  await sql`create function forget_settled_delivery() returns trigger language plpgsql as $$
    begin
      new.payload := jsonb_build_object('type', new.payload -> 'type', 'timestamp', new.payload -> 'timestamp',
        'data', '{}'::jsonb);
      new.receiver_status := null;
      new.external_id := null;
      new.forgotten_at := clock_timestamp();
      return new;
    end $$`.execute(db)
  // In the database, because a delivery is settled in many places.
  await sql`create trigger webhook_delivery_forget before update on webhook_delivery for each row
    when (new.forget_when_settled and new.settled_at is not null and new.forgotten_at is null)
    execute function forget_settled_delivery()`.execute(db)
  await sql`create index webhook_delivery_kept on webhook_delivery (state, settled_at)
    where settled_at is not null and forgotten_at is null`.execute(db)
}

async function eraseAppendOnly(db: Kysely<unknown>): Promise<void> {
  await sql`create function erase_decision_words(erased_member_id bigint) returns int
    language plpgsql security definer set search_path = pg_catalog, public as $$
    declare
      erased int;
    begin
      if not exists (select from member where id = erased_member_id and erased_at is not null) then
        raise exception 'member % is not erased', erased_member_id;
      end if;
      update moderation_decision set reason = '', note = ''
      where case_id in (select id from moderation_case where member_id = erased_member_id) and (reason <> '' or note <> '');
      get diagnostics erased = row_count;
      return erased;
    end $$`.execute(db)
  await sql`comment on function erase_decision_words is 'the one way to change a decision: what was said of an erased member goes'`.execute(
    db,
  )
  // As before, and also what the log tells under the cases, decisions and appeals of the member.
  await sql`create or replace function erase_audit_detail_of_member(erased_member_id bigint) returns int
    language plpgsql security definer set search_path = pg_catalog, public as $$
    declare
      erased int;
    begin
      perform set_config('guildhall.erasing', 'on', true);
      delete from audit_detail where entry_id in (
        select entry_id from audit_detail where member_id = erased_member_id
        union all
        select entry.id from moderation_case as self
        join audit_entry as entry on entry.target_kind = 'case' and entry.target_id = self.id::text
        where self.member_id = erased_member_id
        union all
        select entry.id from moderation_case as self join moderation_decision as decision on decision.case_id = self.id
        join audit_entry as entry on entry.target_kind = 'decision' and entry.target_id = decision.id::text
        where self.member_id = erased_member_id
        union all
        select entry.id from appeal
        join audit_entry as entry on entry.target_kind = 'appeal' and entry.target_id = appeal.id::text
        where appeal.member_id = erased_member_id
      );
      get diagnostics erased = row_count;
      perform set_config('guildhall.erasing', 'off', true);
      return erased;
    end $$`.execute(db)
}

async function knowPeopleBehindKeys(db: Kysely<unknown>): Promise<void> {
  await sql`create function actor_person(ref text) returns text language sql stable as $$
    select case when split_part(ref, ':', 1) = 'key'
      then coalesce((select created_by from api_key where id = split_part(ref, ':', 2)::uuid and created_by like 'staff:%'), ref)
      else ref end $$`.execute(db)
  await sql`comment on function actor_person is
    'the person of the staff who answers for staff:<id> or key:<id>: of a key, who made it; else the actor itself'`.execute(
    db,
  )
}

/** From now on a reversal closes the open appeal of what it reverses; those that were left open get the same end. */
async function closeMootAppeals(db: Kysely<unknown>): Promise<void> {
  await sql`
    update appeal set status = 'overturned', ruled_by = reversal.decided_by, ruled_at = reversal.decided_at,
      reason = reversal.reason, reversal_id = reversal.id
    from moderation_decision as reversal where reversal.reverses_id = appeal.decision_id and appeal.status = 'open'`.execute(
    db,
  )
}
