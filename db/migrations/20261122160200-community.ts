import { type Kysely, sql } from 'kysely'

/**
 * The community's mirror. Identity is (origin, external id). Messages and attendances are partitioned by UTC month, so
 * their uniqueness is held by narrow tables of their own.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table origin (id smallint generated always as identity primary key, name text not null unique)`.execute(
    db,
  )
  await sql`comment on table origin is 'the systems that mirrored rows come from; an import names one with --source'`.execute(
    db,
  )

  await sql`create table member (
    id bigint generated always as identity primary key,
    origin_id smallint not null references origin,
    external_id text not null,
    name text,
    is_bot boolean not null default false,
    joined_at timestamptz,
    left_at timestamptz,
    first_active_on date,
    last_active_at timestamptz,
    created_at timestamptz not null default now(),
    unique (origin_id, external_id)
  )`.execute(db)
  await sql`comment on column member.first_active_on is
    'local day, in the community zone, of the first activity ever; kept with the activity bitmaps'`.execute(db)
  await sql`create index member_first_active on member (first_active_on) where first_active_on is not null`.execute(db)
  await sql`create index member_last_active on member (last_active_at)`.execute(db)

  await sql`create table space (
    id bigint generated always as identity primary key,
    origin_id smallint not null references origin,
    external_id text not null,
    name text not null,
    scene text,
    capacity int,
    unique (origin_id, external_id)
  )`.execute(db)

  await sql`create table channel (
    id bigint generated always as identity primary key,
    origin_id smallint not null references origin,
    external_id text not null,
    name text not null,
    named_at timestamptz,
    unique (origin_id, external_id)
  )`.execute(db)
  await sql`comment on column channel.named_at is 'instant of the row that last named the channel: the latest name shows'`.execute(
    db,
  )

  await sql`create table instance (
    id bigint generated always as identity primary key,
    origin_id smallint not null references origin,
    external_id text not null,
    space_id bigint references space,
    channel_id bigint references channel,
    scene text,
    started_at timestamptz not null,
    ended_at timestamptz,
    unique (origin_id, external_id)
  )`.execute(db)
  await sql`comment on column instance.channel_id is 'set where the instance is a channel (voice, video) and not a space'`.execute(
    db,
  )
  await sql`create index instance_running on instance (started_at) include (space_id, channel_id, scene) where ended_at is null`.execute(
    db,
  )
  await sql`create index instance_time on instance (started_at, ended_at)`.execute(db)
  await sql`create index instance_ended on instance (ended_at) where ended_at is not null`.execute(db)

  await sql`create table message_key (
    origin_id smallint not null,
    external_id text collate "C" not null,
    message_id bigint not null,
    sent_at timestamptz not null,
    primary key (origin_id, external_id)
  )`.execute(db)
  await sql`create sequence message_id_seq`.execute(db)
  await sql`create table message (
    id bigint not null default nextval('message_id_seq'),
    sent_at timestamptz not null,
    channel_id bigint not null references channel,
    member_id bigint not null references member,
    topic text,
    text text,
    length int,
    primary key (sent_at, id)
  ) partition by range (sent_at)`.execute(db)
  await sql`create index message_channel on message (channel_id, sent_at)`.execute(db)
  await sql`create index message_member on message (member_id, sent_at)`.execute(db)
  await sql`create index message_with_text on message (sent_at) where text is not null`.execute(db)

  await sql`create table attendance_key (
    origin_id smallint not null,
    external_id text collate "C" not null,
    attendance_id bigint not null,
    started_at timestamptz not null,
    primary key (origin_id, external_id)
  )`.execute(db)
  await sql`create sequence attendance_id_seq`.execute(db)
  await sql`create table attendance (
    id bigint not null default nextval('attendance_id_seq'),
    started_at timestamptz not null,
    ended_at timestamptz,
    member_id bigint not null references member,
    instance_id bigint not null references instance,
    primary key (started_at, id)
  ) partition by range (started_at)`.execute(db)
  await sql`create index attendance_open on attendance (instance_id, member_id) where ended_at is null`.execute(db)
  await sql`create index attendance_member on attendance (member_id, started_at)`.execute(db)
  await sql`create index attendance_ended on attendance (ended_at) where ended_at is not null`.execute(db)

  await sql`create table feature_usage (
    id bigint generated always as identity primary key,
    origin_id smallint not null references origin,
    external_id text not null,
    at timestamptz not null,
    member_id bigint references member,
    feature text not null,
    unique (origin_id, external_id)
  )`.execute(db)
  await sql`create index feature_usage_at on feature_usage (at) include (feature)`.execute(db)
  await sql`create index feature_usage_member on feature_usage (member_id, at)`.execute(db)

  // One row per member, kind and block of 384 local days: bit i of block b is day 2000-01-01 + 384 b + i.
  await sql`create table activity (
    block smallint not null,
    kind text not null check (kind in ('message', 'attendance', 'feature', 'rsvp', 'checkin')),
    member_id bigint not null references member,
    days bit(384) not null,
    primary key (block, kind, member_id)
  )`.execute(db)
  await sql`create index activity_member on activity (member_id)`.execute(db)

  await sql`create table activity_state (
    id boolean primary key default true check (id),
    zone text not null,
    is_complete boolean not null,
    extended_to date
  )`.execute(db)
  await sql`comment on table activity_state is 'one row: in which zone the bitmaps are kept, and whether a rebuild is through'`.execute(
    db,
  )
  await sql`comment on column activity_state.extended_to is 'local day up to which open attendances have been counted'`.execute(
    db,
  )
  await sql`insert into activity_state (zone, is_complete) values ('UTC', true)`.execute(db)

  await sql`create table import (
    id uuid primary key default gen_random_uuid(),
    kind text not null check (kind in ('csv', 'zulip')),
    origin text not null,
    file_name text not null,
    file_path text,
    is_dry_run boolean not null default false,
    status text not null check (status in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    bytes_total bigint,
    bytes_done bigint not null default 0,
    counts jsonb not null default '{}',
    rejected_path text,
    error text,
    started_by text not null,
    cancel_requested_at timestamptz,
    created_at timestamptz not null default now(),
    started_at timestamptz,
    progress_at timestamptz,
    finished_at timestamptz
  )`.execute(db)
  await sql`comment on column import.progress_at is 'last sign of life of the process that runs it'`.execute(db)
  await sql`create index import_created on import (created_at desc, id)`.execute(db)

  for (const table of ['message', 'attendance']) {
    await sql`select ensure_month_partitions(${table}::regclass, now() - interval '1 month', now() + interval '3 months')`.execute(
      db,
    )
  }
}
