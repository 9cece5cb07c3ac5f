import { type Kysely, sql } from 'kysely'

/**
 * The pictures, videos and sounds of reported items: copies that outlive the original, who has looked at which, how each person
 * wants to see them, and when a queue lets somebody rest.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await addMedia(db)
  await addReveals(db)
  await addWellness(db)
}

async function addMedia(db: Kysely<unknown>): Promise<void> {
  await sql`create table media_file (
    sha256 bytea primary key,
    type text not null,
    size int not null check (size > 0 and size <= 10000000 and size = length(bytes)),
    width int,
    height int,
    bytes bytea not null,
    created_at timestamptz not null default now()
  )`.execute(db)
  await sql`comment on table media_file is 'what media of cases looked like, each content once; type is what the bytes say'`.execute(
    db,
  )
  // Pictures don't shrink any more, and uncompressed a part is read without the rest.
  await sql`alter table media_file alter column bytes set storage external`.execute(db)
  await sql`create index media_file_size on media_file (size)`.execute(db)

  await sql`create table case_media (
    id uuid primary key default gen_random_uuid(),
    case_id bigint not null references moderation_case,
    evidence_id bigint references moderation_evidence on delete set null,
    position smallint not null,
    url text,
    alt text not null default '',
    named_type text,
    state text not null default 'waiting' check (state in ('waiting', 'kept', 'failed', 'dropped')),
    sha256 bytea references media_file,
    problem_code text,
    problem text,
    attempts smallint not null default 0,
    tried_at timestamptz,
    created_at timestamptz not null default now(),
    unique (evidence_id, position),
    check ((state = 'kept') = (sha256 is not null)),
    check (url is not null or state = 'dropped')
  )`.execute(db)
  await sql`comment on column case_media.named_type is 'what the platform says that it is'`.execute(db)
  await sql`comment on column case_media.problem is 'why there is no copy, in a sentence for people'`.execute(db)
  await sql`create index case_media_case on case_media (case_id)`.execute(db)
  await sql`create index case_media_file on case_media (sha256) where sha256 is not null`.execute(db)
  // Of what was reported before there were copies: fetched when somebody looks.
  await sql`
    insert into case_media (case_id, evidence_id, position, url)
    select evidence.case_id, evidence.id, 0, evidence.content ->> 'url'
    from moderation_evidence as evidence join moderation_case as self on self.id = evidence.case_id
    where self.item_type = 'image' and evidence.content ->> 'url' is not null`.execute(db)
}

async function addReveals(db: Kysely<unknown>): Promise<void> {
  await sql`create table media_reveal (
    id uuid primary key,
    media_id uuid not null references case_media,
    queue_id uuid not null references moderation_queue,
    seen_by text not null,
    at timestamptz not null default clock_timestamp()
  )`.execute(db)
  await sql`comment on table media_reveal is 'append-only'`.execute(db)
  await sql`comment on column media_reveal.id is 'chosen by who looks, so that a look is counted once however often it is sent'`.execute(
    db,
  )
  await sql`comment on column media_reveal.queue_id is 'the queue of the case when it was looked at'`.execute(db)
  await sql`create index media_reveal_person on media_reveal (seen_by, at)`.execute(db)
}

async function addWellness(db: Kysely<unknown>): Promise<void> {
  await sql`create table wellness (
    staff_id uuid primary key references staff on delete cascade,
    settings jsonb not null default '{}',
    break_at timestamptz,
    updated_at timestamptz not null default now()
  )`.execute(db)
  await sql`comment on column wellness.break_at is
    'when a break was last taken or put off: looks before it ask for none'`.execute(db)
  await sql`alter table moderation_queue add column rotation jsonb`.execute(db)
  await sql`comment on column moderation_queue.rotation is
    'minutes, decisions and reveals after which a moderator rests from it for pauseMinutes; null: never'`.execute(db)
}
