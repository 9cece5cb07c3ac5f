import { type Kysely, sql } from 'kysely'

/**
 * The sessions of the staff, so that one can be listed and ended by itself; and the sign-in attempts that were refused with 429,
 * counted until the audit log tells of them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table staff_session (
    id uuid primary key,
    staff_id uuid not null references staff on delete cascade,
    created_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    expires_at timestamptz not null,
    ended_at timestamptz,
    end_reason text check (end_reason in ('signed_out', 'ended', 'ended_all', 'password_changed', 'disabled')),
    address text,
    client text,
    check ((ended_at is null) = (end_reason is null))
  )`.execute(db)
  await sql`comment on column staff_session.address is 'of the peer when it was last seen'`.execute(db)
  await sql`comment on column staff_session.client is 'browser and system, as in "Firefox on Linux"'`.execute(db)
  await sql`create index staff_session_open on staff_session (staff_id, created_at desc, id desc) where ended_at is null`.execute(
    db,
  )
  await sql`create index staff_session_expiry on staff_session (expires_at)`.execute(db)

  await sql`create table throttle_refusal (
    key text primary key,
    code text not null,
    attempts bigint not null,
    first_at timestamptz not null,
    last_at timestamptz not null
  )`.execute(db)
  await sql`comment on table throttle_refusal is
    'attempts that had to wait under a key of throttle: one row per burst, until the audit log has an entry for it'`.execute(
    db,
  )
}
