import { type Kysely, sql } from 'kysely'

/** Sources and their runs, what they measured, its roll-ups, and annotations. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table source (
    id uuid primary key default gen_random_uuid(),
    name text not null,
    kind text not null,
    config jsonb not null default '{}',
    secrets bytea,
    interval_seconds int check (interval_seconds between 5 and 86400),
    cron text,
    timeout_seconds int not null default 60 check (timeout_seconds between 1 and 3600),
    schedule_since timestamptz not null default now(),
    paused_at timestamptz,
    deleted_at timestamptz,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    check ((interval_seconds is null) <> (cron is null))
  )`.execute(db)
  await sql`comment on column source.schedule_since is
    'when the schedule in force began (made, changed or resumed): the slots before it are not due, so not missed either'`.execute(
    db,
  )
  await sql`create unique index source_name_unique on source (lower(name)) where deleted_at is null`.execute(db)

  await sql`create table collection_run (
    id bigint generated always as identity primary key,
    source_id uuid not null references source,
    slot timestamptz,
    trigger text not null check (trigger in ('schedule', 'manual', 'catch-up', 'backfill')),
    started_by text,
    status text not null check (status in ('running', 'succeeded', 'partial', 'failed', 'missed')),
    interval_seconds int not null,
    worker_id uuid,
    attempt int not null default 1,
    lease_until timestamptz,
    started_at timestamptz not null default date_trunc('milliseconds', now()),
    finished_at timestamptz,
    samples int not null default 0,
    progress jsonb,
    errors jsonb not null default '[]'
  )`.execute(db)
  await sql`comment on column collection_run.started_at is
    'in whole milliseconds, which a cursor of the API can hold; a missed run has its slot here'`.execute(db)
  await sql`comment on column collection_run.interval_seconds is 'seconds that the schedule gave this run to stand for'`.execute(
    db,
  )
  await sql`create unique index collection_run_slot on collection_run (source_id, slot) where slot is not null`.execute(
    db,
  )
  await sql`create unique index collection_run_one_at_a_time on collection_run (source_id) where status = 'running'`.execute(
    db,
  )
  // One per filter of the list of runs, each in its order.
  await sql`create index collection_run_time on collection_run (started_at desc, id desc)`.execute(db)
  await sql`create index collection_run_source on collection_run (source_id, started_at desc, id desc)`.execute(db)
  await sql`create index collection_run_status on collection_run (status, started_at desc, id desc)`.execute(db)
  await sql`create index collection_run_trigger on collection_run (trigger, started_at desc, id desc)`.execute(db)
  await sql`create index collection_run_outcome on collection_run (source_id, status, started_at desc, id desc)`.execute(
    db,
  )

  await sql`create table metric (
    id smallint generated always as identity primary key,
    name text not null unique
  )`.execute(db)
  await sql`create table series (
    id int generated always as identity primary key,
    metric_id smallint not null references metric,
    labels jsonb not null default '{}',
    unique (metric_id, labels)
  )`.execute(db)

  await sql`create table sample (
    series_id int not null,
    at timestamptz not null,
    value double precision not null,
    seconds int not null,
    run_id bigint,
    origin smallint not null check (origin in (1, 2, 3)),
    metadata jsonb,
    primary key (series_id, at)
  ) partition by range (at)`.execute(db)
  await sql`comment on column sample.seconds is
    'gauge: the interval of its run, a sample stands at most 1.5 times as long; increment: the seconds that it covers from at on'`.execute(
    db,
  )
  await sql`comment on column sample.origin is '3 collected, 2 pushed, 1 backfill: the greater beats the lesser, then the larger value'`.execute(
    db,
  )

  const rollup = sql`
    samples int not null,
    sum double precision not null,
    min double precision not null,
    max double precision not null,
    first double precision not null,
    last double precision not null,
    value_seconds double precision not null,
    covered_seconds double precision not null`
  await sql`create table rollup_quarter (series_id int not null, at timestamptz not null, ${rollup}, primary key (series_id, at)) partition by range (at)`.execute(
    db,
  )
  await sql`create table rollup_hour (series_id int not null, at timestamptz not null, ${rollup}, primary key (series_id, at))`.execute(
    db,
  )
  await sql`create table rollup_day (series_id int not null, day date not null, ${rollup}, primary key (series_id, day))`.execute(
    db,
  )
  await sql`comment on table rollup_quarter is '15 minutes UTC, recomputed from raw, never incremented'`.execute(db)
  await sql`comment on table rollup_day is 'local days of the community zone; day figures (distinct counts) stand here as last'`.execute(
    db,
  )

  await sql`create table rollup_state (
    id boolean primary key default true check (id),
    day_zone text not null,
    is_complete boolean not null
  )`.execute(db)
  await sql`comment on table rollup_state is
    'one row: in which zone the days of rollup_day are kept, and whether their rebuild is through; until it is, days are made of quarters'`.execute(
    db,
  )
  await sql`insert into rollup_state (day_zone, is_complete) values ('UTC', true)`.execute(db)

  await sql`create table rollup_dirty (
    at timestamptz not null,
    series_id int not null,
    primary key (at, series_id)
  )`.execute(db)
  await sql`comment on table rollup_dirty is '15-minute buckets that a sample or a mirrored row has touched since their last roll-up'`.execute(
    db,
  )
  await sql`create table day_dirty (day date primary key)`.execute(db)
  await sql`comment on table day_dirty is 'local days whose day figures wait for their recount'`.execute(db)

  await sql`create table annotation (
    id uuid primary key default gen_random_uuid(),
    at timestamptz not null,
    until timestamptz,
    kind text not null check (kind in ('note', 'release', 'event', 'incident')),
    text text not null,
    created_by text,
    version int not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    check (until is null or until > at)
  )`.execute(db)
  await sql`create index annotation_at on annotation (at, id)`.execute(db)

  for (const table of ['sample', 'rollup_quarter']) {
    await sql`select ensure_month_partitions(${table}::regclass, now() - interval '1 month', now() + interval '3 months')`.execute(
      db,
    )
  }
}
