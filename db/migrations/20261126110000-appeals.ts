import { type Kysely, sql } from 'kysely'

/** Appeals, one for each decision, and the links by which members make them without an account here. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table appeal (
    id uuid primary key default gen_random_uuid(),
    decision_id uuid not null unique references moderation_decision,
    member_id bigint not null references member,
    text text not null,
    status text not null default 'open' check (status in ('open', 'upheld', 'overturned')),
    received_by text not null,
    created_at timestamptz not null default date_trunc('milliseconds', now()),
    ruled_by text,
    ruled_at timestamptz,
    reason text,
    reversal_id uuid references moderation_decision,
    check ((status = 'open') = (ruled_by is null)),
    check ((ruled_by is null) = (ruled_at is null) and (ruled_by is null) = (reason is null)),
    check ((status = 'overturned') = (reversal_id is not null))
  )`.execute(db)
  await sql`comment on column appeal.received_by is 'staff:<id> or key:<id>; link: the member, by the link of the decision'`.execute(
    db,
  )
  await sql`comment on column appeal.reversal_id is 'the decision that took the appealed one back'`.execute(db)
  await sql`create index appeal_time on appeal (created_at desc, id desc)`.execute(db)
  await sql`create index appeal_status on appeal (status, created_at desc, id desc)`.execute(db)
  await sql`create index appeal_member on appeal (member_id)`.execute(db)

  await sql`create table appeal_link (
    id uuid primary key default gen_random_uuid(),
    decision_id uuid not null unique references moderation_decision,
    token_hash bytea not null unique,
    created_by text not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz,
    revoked_at timestamptz
  )`.execute(db)
  await sql`comment on column appeal_link.token_hash is 'SHA-256; a newer link of the decision takes its place'`.execute(
    db,
  )
}
