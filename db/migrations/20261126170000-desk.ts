import { type Kysely, sql } from 'kysely'

/** The moderators' desk: who looks at a case, the filters that somebody keeps, and the way from a mirrored message to its name. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table case_viewer (
    case_id bigint not null references moderation_case on delete cascade,
    staff_id uuid not null references staff on delete cascade,
    seen_at timestamptz not null,
    primary key (case_id, staff_id)
  )`.execute(db)
  await sql`comment on table case_viewer is 'who has a case open; a row says nothing once it is a minute old'`.execute(
    db,
  )
  await sql`create index case_viewer_age on case_viewer (seen_at)`.execute(db)
  await sql`create table case_filter (
    id uuid primary key default gen_random_uuid(),
    staff_id uuid not null references staff on delete cascade,
    name text not null,
    query jsonb not null,
    created_at timestamptz not null default now()
  )`.execute(db)
  await sql`create unique index case_filter_name on case_filter (staff_id, lower(name))`.execute(db)
  // Keys are written about in the order of their messages, so that block ranges find one for next to nothing at an insert.
  await sql`create index message_key_time on message_key using brin (sent_at) with (pages_per_range = 32, autosummarize = on)`.execute(
    db,
  )
}
