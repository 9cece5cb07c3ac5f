import { type Kysely, sql } from 'kysely'

/**
 * Automatic rules: their immutable versions, what they hit, what was screened lately, and backtests. What became of a hit is
 * not stored: it follows from the decision about the item.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await addRules(db)
  await addHits(db)
  await addBacktests(db)
}

async function addRules(db: Kysely<unknown>): Promise<void> {
  await sql`create table moderation_rule (
    id uuid primary key default gen_random_uuid(),
    name text not null,
    latest_version int not null default 1,
    live_version int,
    shadow_version int,
    shadow_since timestamptz,
    mode text not null generated always as (
      case when live_version is not null then 'live' when shadow_version is not null then 'shadow' else 'draft' end
    ) stored,
    daily_cap int not null check (daily_cap > 0),
    tripped_at timestamptz,
    created_by text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    archived_at timestamptz,
    check ((shadow_version is null) = (shadow_since is null)),
    check (live_version is distinct from shadow_version or live_version is null),
    check (archived_at is null or (live_version is null and shadow_version is null))
  )`.execute(db)
  await sql`comment on column moderation_rule.daily_cap is
    'items it may act on within 24 hours; the next one puts it back into shadow'`.execute(db)
  await sql`comment on column moderation_rule.tripped_at is
    'when its cap did so; emptied when a person sets a mode'`.execute(db)
  await sql`create index moderation_rule_name on moderation_rule (lower(name), id) where archived_at is null`.execute(
    db,
  )

  await sql`create table moderation_rule_version (
    rule_id uuid not null references moderation_rule,
    version int not null,
    body jsonb not null,
    created_by text not null,
    created_at timestamptz not null default now(),
    primary key (rule_id, version)
  )`.execute(db)
  await sql`comment on table moderation_rule_version is 'append-only'`.execute(db)
  for (const column of ['live_version', 'shadow_version'])
    await sql`alter table moderation_rule add foreign key (id, ${sql.ref(column)})
      references moderation_rule_version (rule_id, version) deferrable initially deferred`.execute(db)
}

async function addHits(db: Kysely<unknown>): Promise<void> {
  await sql`create table rule_hit (
    id bigint generated always as identity primary key,
    rule_id uuid not null,
    version int not null,
    mode text not null check (mode in ('shadow', 'live')),
    item_type text not null,
    item_id text not null,
    item_revision int not null,
    text_hash bytea not null,
    text text,
    hits jsonb not null default '[]',
    case_id bigint references moderation_case,
    opening int,
    member_id bigint references member,
    has_acted boolean not null default false,
    at timestamptz not null default now(),
    foreign key (rule_id, version) references moderation_rule_version (rule_id, version),
    constraint rule_hit_once unique (rule_id, version, mode, item_type, item_id, item_revision, text_hash)
  )`.execute(db)
  await sql`comment on column rule_hit.has_acted is
    'whether something was done; not in shadow, and not where a person has ruled on this revision'`.execute(db)
  await sql`comment on column rule_hit.text is 'its beginning, kept as long as the text of messages'`.execute(db)
  await sql`create index rule_hit_rule on rule_hit (rule_id, at desc, id desc)`.execute(db)
  await sql`create index rule_hit_version on rule_hit (rule_id, version, at desc)`.execute(db)
  await sql`create index rule_hit_acted on rule_hit (rule_id, at) where has_acted`.execute(db)
  await sql`create index rule_hit_case on rule_hit (case_id, opening) where case_id is not null`.execute(db)
  await sql`create index rule_hit_member on rule_hit (member_id, at desc) where member_id is not null`.execute(db)
  await sql`create index rule_hit_text on rule_hit (at) where text is not null`.execute(db)

  await sql`create table screened_item (
    seq bigint generated always as identity,
    item_type text not null,
    item_id text not null,
    author text,
    channel text,
    text_hash bytea not null,
    at timestamptz not null,
    primary key (item_type, item_id)
  )`.execute(db)
  await sql`comment on table screened_item is 'what windows of rules count, kept for a day or little more'`.execute(db)
  await sql`create index screened_item_author on screened_item (author, at)`.execute(db)
  await sql`create index screened_item_channel on screened_item (channel, at)`.execute(db)
  await sql`create index screened_item_text on screened_item (text_hash, at)`.execute(db)
  await sql`create index screened_item_at on screened_item (at)`.execute(db)
  await sql`create index member_joined on member (joined_at) where joined_at is not null`.execute(db)
}

async function addBacktests(db: Kysely<unknown>): Promise<void> {
  await sql`create table rule_backtest (
    id uuid primary key default gen_random_uuid(),
    rule_id uuid not null,
    version int not null,
    live_version int,
    source text not null check (source in ('file', 'decisions')),
    state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
    rows_done int not null default 0,
    bytes_done bigint not null default 0,
    bytes_total bigint,
    result jsonb,
    error text,
    started_by text not null,
    created_at timestamptz not null default now(),
    started_at timestamptz,
    finished_at timestamptz,
    foreign key (rule_id, version) references moderation_rule_version (rule_id, version),
    check ((state = 'done') = (result is not null)),
    check ((state in ('done', 'failed', 'cancelled')) = (finished_at is not null))
  )`.execute(db)
  await sql`comment on column rule_backtest.live_version is 'what it is compared with: the version that was live then'`.execute(
    db,
  )
  await sql`create index rule_backtest_rule on rule_backtest (rule_id, created_at desc, id)`.execute(db)
  await sql`create index rule_backtest_version on rule_backtest (rule_id, version, state)`.execute(db)

  await sql`create table rule_backtest_file (
    backtest_id uuid primary key references rule_backtest on delete cascade,
    content bytea not null
  )`.execute(db)
  await sql`comment on table rule_backtest_file is 'the uploaded texts, until the backtest has ended'`.execute(db)
}
