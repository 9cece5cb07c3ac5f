import { type Kysely, sql } from 'kysely'

/** Staff, their invitations and keys, and the audit log. Tables commented 'append-only' are granted INSERT and SELECT alone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table staff (
    id uuid primary key default gen_random_uuid(),
    email text not null,
    name text not null,
    role text not null check (role in ('executive', 'moderator', 'manager', 'operator')),
    password_hash text,
    session_version int not null default 1,
    disabled_at timestamptz,
    last_seen_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`.execute(db)
  await sql`create unique index staff_email_unique on staff (lower(email))`.execute(db)

  await sql`create table staff_identity (
    issuer text not null,
    subject text not null,
    staff_id uuid not null references staff on delete cascade,
    linked_at timestamptz not null default now(),
    primary key (issuer, subject)
  )`.execute(db)

  await sql`create table invitation (
    id uuid primary key default gen_random_uuid(),
    kind text not null check (kind in ('setup', 'invitation')),
    email text,
    name text,
    role text not null check (role in ('executive', 'moderator', 'manager', 'operator')),
    token_hash bytea not null unique,
    created_by text,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz,
    revoked_at timestamptz
  )`.execute(db)

  await sql`create table api_key (
    id uuid primary key default gen_random_uuid(),
    name text not null,
    role text not null check (role in ('executive', 'moderator', 'manager', 'operator')),
    scopes text[] not null default '{}',
    key_hash bytea not null unique,
    hint text not null,
    created_by text,
    created_at timestamptz not null default now(),
    last_used_at timestamptz,
    revoked_at timestamptz
  )`.execute(db)
  await sql`comment on column api_key.scopes is 'permissions that the key is limited to; empty means all of its role'`.execute(
    db,
  )

  await sql`create table audit_entry (
    id bigint primary key,
    at timestamptz not null,
    actor_kind text not null check (actor_kind in ('staff', 'key', 'system', 'cli', 'anonymous')),
    actor_id text,
    action text not null,
    target_kind text not null,
    target_id text,
    detail_hash bytea not null,
    previous_hash bytea not null,
    hash bytea not null
  )`.execute(db)
  await sql`comment on table audit_entry is 'append-only'`.execute(db)
  await sql`create index audit_entry_target on audit_entry (target_kind, target_id, id desc)`.execute(db)
  await sql`create index audit_entry_actor on audit_entry (actor_id, id desc)`.execute(db)
  await sql`create index audit_entry_action on audit_entry (action, id desc)`.execute(db)

  await sql`create table audit_detail (
    entry_id bigint primary key references audit_entry,
    salt bytea not null,
    detail jsonb not null,
    member_id bigint
  )`.execute(db)
  await sql`comment on table audit_detail is 'append-only'`.execute(db)
  await sql`create index audit_detail_member on audit_detail (member_id) where member_id is not null`.execute(db)

  // The one way to take something out of the log: the detail that names a member. The chain holds its hash and stays valid.
  await sql`create function erase_audit_detail_of_member(erased_member_id bigint) returns int
    language plpgsql security definer set search_path = pg_catalog, public as $$
    declare
      erased int;
    begin
      perform set_config('guildhall.erasing', 'on', true);
      delete from audit_detail where member_id = erased_member_id;
      get diagnostics erased = row_count;
      perform set_config('guildhall.erasing', 'off', true);
      return erased;
    end $$`.execute(db)

  // Guards for installations in which the app has to use the owner's login and grants therefore don't bind it.
  await sql`create function refuse_audit_change() returns trigger language plpgsql as $$
    begin
      if tg_table_name = 'audit_detail' and tg_op = 'DELETE' and current_setting('guildhall.erasing', true) = 'on' then
        return old;
      end if;
      raise exception 'the audit log is append-only' using errcode = 'insufficient_privilege';
    end $$`.execute(db)
  for (const table of ['audit_entry', 'audit_detail']) {
    await sql`create trigger refuse_change before update or delete on ${sql.table(table)} for each row execute function refuse_audit_change()`.execute(
      db,
    )
    await sql`create trigger refuse_truncate before truncate on ${sql.table(table)} for each statement execute function refuse_audit_change()`.execute(
      db,
    )
  }
}
