import { type Kysely, sql } from 'kysely'

/**
 * One table for the links of people who don't sign in, with those of appeals and invitations that were sent already; actors beside
 * the four of the console; and the store of files, which is no longer moderation's alone.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await addLinks(db)
  await moveAppealLinks(db)
  await moveInvitationLinks(db)
  await addActors(db)
  await shareFiles(db)
}

async function addLinks(db: Kysely<unknown>): Promise<void> {
  await sql`create table link (
    id uuid primary key default gen_random_uuid(),
    purpose text not null,
    subject text not null,
    secret_hash bytea not null unique,
    created_by text not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    revoked_at timestamptz,
    use_limit int check (use_limit > 0),
    uses int not null default 0,
    last_used_at timestamptz,
    check (uses >= 0 and uses <= coalesce(use_limit, uses))
  )`.execute(db)
  await sql`comment on column link.subject is 'what it is about, as <kind>:<id>, by ids of our own and never by an address or a name'`.execute(
    db,
  )
  await sql`comment on column link.secret_hash is 'SHA-256 of the secret, which is stored nowhere'`.execute(db)
  await sql`comment on column link.use_limit is 'null: any number of times'`.execute(db)
  await sql`create index link_subject on link (subject)`.execute(db)
  await sql`create index link_end on link (expires_at)`.execute(db)
}

async function moveAppealLinks(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into link (id, purpose, subject, secret_hash, created_by, created_at, expires_at, revoked_at, use_limit, uses,
      last_used_at)
    select id, 'appeal', 'decision:' || decision_id, token_hash, created_by, created_at, expires_at, revoked_at, 1,
      case when used_at is null then 0 else 1 end, used_at
    from appeal_link`.execute(db)
  await sql`drop table appeal_link`.execute(db)
}

async function moveInvitationLinks(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into link (purpose, subject, secret_hash, created_by, created_at, expires_at, revoked_at, use_limit, uses, last_used_at)
    select 'invitation', 'invitation:' || id, token_hash, coalesce(created_by, 'system'), created_at, expires_at, revoked_at, 1,
      case when used_at is null then 0 else 1 end, used_at
    from invitation`.execute(db)
  await sql`alter table invitation drop column token_hash, drop column expires_at, drop column used_at,
    drop column revoked_at`.execute(db)
}

async function addActors(db: Kysely<unknown>): Promise<void> {
  await sql`alter table audit_entry drop constraint audit_entry_actor_kind_check`.execute(db)
  await sql`alter table audit_entry add constraint audit_entry_actor_kind_check check (actor_kind in
    ('staff', 'key', 'system', 'cli', 'anonymous', 'member', 'guest', 'link', 'automation'))`.execute(db)
  // The audit page filters by these kinds, which the index by id can't find.
  await sql`create index audit_entry_outside on audit_entry (actor_kind, id desc)
    where actor_kind in ('member', 'guest', 'link', 'automation')`.execute(db)
  await sql`create or replace function actor_name(ref text) returns text language sql stable as $$
    select case split_part(ref, ':', 1)
      when 'staff' then (select name from staff where id = split_part(ref, ':', 2)::uuid)
      when 'key' then (select name from api_key where id = split_part(ref, ':', 2)::uuid)
      when 'system' then 'Guildhall'
      when 'cli' then 'the command line'
      when 'member' then coalesce((select name from member where id = split_part(ref, ':', 2)::bigint), 'a member')
      when 'guest' then 'a guest'
      when 'link' then 'somebody with a link'
      when 'automation' then 'an automation'
      else ref end $$`.execute(db)
  await sql`comment on function actor_name is 'how people read <kind>:<id>'`.execute(db)
}

/** Renaming changes the catalogue alone: no row is written. */
async function shareFiles(db: Kysely<unknown>): Promise<void> {
  await sql`alter table media_file rename to stored_file`.execute(db)
  await sql`alter index media_file_pkey rename to stored_file_pkey`.execute(db)
  await sql`alter index media_file_size rename to stored_file_size`.execute(db)
  await sql`comment on table stored_file is 'files that rows of domains refer to, each content once; type is what the bytes say'`.execute(
    db,
  )
}
